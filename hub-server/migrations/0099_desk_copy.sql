-- What central tells a hub of a draft that another hub shares with it (docs/decisions/0098). The document is empty once
-- it is shared no more.
CREATE TABLE desk_copy (
    idea_id TEXT NOT NULL,
    hub TEXT NOT NULL,
    home TEXT NOT NULL,
    title TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (idea_id, hub)
);
CREATE INDEX desk_copy_hub ON desk_copy (hub, at_ms);
