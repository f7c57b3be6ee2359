-- What whoever joins an idea says of it, as the desk lets everybody read it on the page of the project it became.
CREATE TABLE desk_comment (
    idea_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    about TEXT NOT NULL,
    words TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX desk_comment_about ON desk_comment (about, at_ms);
