-- What volunteers of the register who are no antennae gave, training of antennae and volunteers, and the posts in which
-- somebody can begin a path. Whose they are is an id; names stand in the vault.
CREATE TABLE work_volunteer_hours (
    entry_id TEXT NOT NULL PRIMARY KEY,
    volunteer_id TEXT NOT NULL,
    home TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    logged_by TEXT NOT NULL
);
CREATE INDEX work_volunteer_hours_of ON work_volunteer_hours (volunteer_id, day);
CREATE INDEX work_volunteer_hours_home ON work_volunteer_hours (home, volunteer_id);

CREATE TABLE work_network_training (
    training_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    -- 'antenna:' or 'volunteer:' and an id.
    trainee TEXT NOT NULL,
    topic TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    valid_until TEXT
);
CREATE INDEX work_network_training_of ON work_network_training (home, trainee, topic);

CREATE TABLE work_post (
    post_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    programme TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    places BIGINT NOT NULL,
    tutor TEXT NOT NULL,
    agreed_min BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    words TEXT,
    state TEXT NOT NULL,
    offered_at_ms BIGINT NOT NULL
);
CREATE INDEX work_post_home ON work_post (home, state, first_day);

ALTER TABLE work_path ADD COLUMN post_id TEXT;
CREATE INDEX work_path_post ON work_path (post_id, state);
