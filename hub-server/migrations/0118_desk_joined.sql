-- How many people at another hub would join an idea, as central tells the hub that decides about it. `many` is 0 once nobody
-- would any more.
CREATE TABLE desk_joined (
    idea_id TEXT NOT NULL,
    hub TEXT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (idea_id, hub)
);
