-- The operators' diary. What somebody wrote stands in columns that an erasure empties; a draft is nobody's
-- business but its author's, stands in a plain table and never counts.
CREATE TABLE activity (
    activity_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    day TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    topics TEXT NOT NULL,
    place TEXT,
    next_step TEXT,
    logged_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_home ON activity (home, started_at_ms);
CREATE INDEX activity_author ON activity (author, started_at_ms);

CREATE TABLE activity_tally (
    home TEXT NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    entries BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    CONSTRAINT activity_tally_pk PRIMARY KEY (home, month, kind, neighbourhood)
);

CREATE TABLE activity_draft (
    activity_id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL,
    fields TEXT NOT NULL,
    saved_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_draft_staff ON activity_draft (staff_id, saved_at_ms);
