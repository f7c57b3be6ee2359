-- What every hub is told of an idea that nobody has handed in yet (docs/decisions/0113). The document is empty once it is
-- told no more.
CREATE TABLE desk_glimpse (
    idea_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    doc TEXT NOT NULL
);
