-- Shifts, paths of people who learn or give their time, training, expenses. Whose path it is stands in the vault;
-- the words of an expense stand in a column that an erasure empties. A calendar's address is a secret of which only
-- the hash is kept, in a plain table.
CREATE TABLE work_shift (
    shift_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    staff TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    day TEXT NOT NULL,
    from_min BIGINT NOT NULL,
    to_min BIGINT NOT NULL,
    state TEXT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX work_shift_day ON work_shift (home, day, from_min);
CREATE INDEX work_shift_staff ON work_shift (staff, day);

CREATE TABLE work_path (
    path_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    programme TEXT NOT NULL,
    tutor TEXT NOT NULL,
    agreed_min BIGINT NOT NULL,
    done_min BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    skills TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL
);
CREATE INDEX work_path_home ON work_path (home, state, first_day);

CREATE TABLE work_path_hours (
    hours_id TEXT NOT NULL PRIMARY KEY,
    path_id TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    logged_by TEXT NOT NULL
);
CREATE INDEX work_path_hours_path ON work_path_hours (path_id, day);

CREATE TABLE work_training (
    training_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    staff TEXT NOT NULL,
    topic TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    valid_until TEXT
);
CREATE INDEX work_training_staff ON work_training (home, staff, topic);

CREATE TABLE work_expense (
    expense_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    staff TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    km BIGINT NOT NULL,
    cents BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    words TEXT
);
CREATE INDEX work_expense_staff ON work_expense (staff, day);
CREATE INDEX work_expense_state ON work_expense (home, state, day);

CREATE TABLE calendar_feed (
    feed_key TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL,
    made_at_ms BIGINT NOT NULL
);
CREATE INDEX calendar_feed_staff ON calendar_feed (staff_id);
