-- Words between the project desk and whoever left an idea, who reads them with the slip. Words can be erased.
CREATE TABLE desk_said (
    said_id TEXT NOT NULL PRIMARY KEY,
    idea_id TEXT NOT NULL,
    home TEXT NOT NULL,
    actor TEXT NOT NULL,
    by_desk BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    words TEXT
);
CREATE INDEX desk_said_idea ON desk_said (idea_id, at_ms);
