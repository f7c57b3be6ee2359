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
