-- Needs that come back (every Tuesday, every second week): the rule in one row, what differs from it day by day.
CREATE TABLE recurrence (
    recurrence_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    state TEXT NOT NULL,
    rule TEXT NOT NULL,
    ahead_days BIGINT NOT NULL,
    -- The first day it goes on again by itself; only while it is paused.
    paused_until TEXT,
    category TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    relation TEXT NOT NULL,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    person_id TEXT,
    operator TEXT,
    -- What an erasure empties.
    words TEXT,
    answers TEXT,
    begun_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX recurrence_list ON recurrence (home, state, begun_at_ms);
CREATE INDEX recurrence_person ON recurrence (person_id);

CREATE TABLE recurrence_day (
    recurrence_id TEXT NOT NULL,
    -- A day of the rule, `2026-11-24`.
    day TEXT NOT NULL,
    skipped BIGINT NOT NULL,
    moved_to TEXT,
    request_id TEXT,
    CONSTRAINT recurrence_day_pk PRIMARY KEY (recurrence_id, day)
);

ALTER TABLE request ADD COLUMN recurrence_id TEXT;
CREATE INDEX request_recurrence ON request (recurrence_id);
