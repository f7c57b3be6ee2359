-- What people write about a project on its public page, and whether it may be read there (docs/decisions/0099).
CREATE TABLE desk_spoken (
    spoken_id TEXT NOT NULL PRIMARY KEY,
    about TEXT NOT NULL,
    words TEXT NOT NULL,
    neighbourhood TEXT,
    at_ms BIGINT NOT NULL,
    shown BIGINT NOT NULL
);
CREATE INDEX desk_spoken_about ON desk_spoken (about, shown, at_ms);
CREATE INDEX desk_spoken_waiting ON desk_spoken (shown, at_ms);
