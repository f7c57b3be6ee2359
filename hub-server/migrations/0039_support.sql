-- Support given to antennae, day by day, for the report of a month.
CREATE TABLE antenna_support (
    support_id TEXT NOT NULL PRIMARY KEY,
    antenna_id TEXT NOT NULL,
    home TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL
);
CREATE INDEX antenna_support_day ON antenna_support (home, day);

-- How a shift went, by whoever had it and whoever planned it; the words stand in a column that an erasure empties.
CREATE TABLE work_shift_word (
    shift_id TEXT NOT NULL,
    side TEXT NOT NULL,
    home TEXT NOT NULL,
    mark TEXT NOT NULL,
    words TEXT,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (shift_id, side)
);

-- Volunteers of an organisation who are no antennae; who they are stands in the vault.
CREATE TABLE work_volunteer (
    volunteer_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    organisation TEXT NOT NULL,
    entered_on TEXT,
    insured_from TEXT,
    insured_until TEXT,
    left_on TEXT
);
CREATE INDEX work_volunteer_home ON work_volunteer (home, insured_until);
