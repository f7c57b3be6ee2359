-- The operators' diary. What somebody wrote stands in columns that an erasure empties; a draft is nobody's
-- business but its author's, stands in a plain table and never counts. `booked` is the month an entry counts in,
-- and the counted columns are what it adds there: for an entry that cites an older one, the difference.
CREATE TABLE activity (
    activity_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    author TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    day TEXT NOT NULL,
    booked TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    counted_entries BIGINT NOT NULL,
    counted_minutes BIGINT NOT NULL,
    counted_people BIGINT NOT NULL,
    topics TEXT NOT NULL,
    late_days BIGINT NOT NULL,
    cites TEXT,
    amended_by TEXT,
    place TEXT,
    next_step TEXT,
    reason TEXT,
    logged_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_booked ON activity (booked, started_at_ms);
CREATE INDEX activity_home ON activity (home, booked, started_at_ms);
CREATE INDEX activity_by_author ON activity (author, booked, started_at_ms);
CREATE INDEX activity_state ON activity (home, state, started_at_ms);

CREATE TABLE activity_tally (
    home TEXT NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    entries BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    CONSTRAINT activity_tally_pk PRIMARY KEY (home, month, kind, neighbourhood)
);

CREATE TABLE activity_author_tally (
    home TEXT NOT NULL,
    month TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    entries BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    CONSTRAINT activity_author_tally_pk PRIMARY KEY (home, month, author, kind, state)
);
CREATE INDEX activity_tally_by_author ON activity_author_tally (author, month);

-- The last day each author wrote about, so that silence is seen without reading the diary.
CREATE TABLE activity_author (
    home TEXT NOT NULL,
    author TEXT NOT NULL,
    last_day TEXT NOT NULL,
    CONSTRAINT activity_author_pk PRIMARY KEY (home, author)
);

CREATE TABLE activity_month (
    home TEXT NOT NULL,
    month TEXT NOT NULL,
    entries BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    people_reached BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    closed_at_ms BIGINT NOT NULL,
    CONSTRAINT activity_month_pk PRIMARY KEY (home, month)
);

CREATE TABLE activity_task (
    task_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    owner TEXT NOT NULL,
    rule TEXT NOT NULL,
    about TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    moves BIGINT NOT NULL,
    opened_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_task_owner ON activity_task (owner, state, due);
CREATE INDEX activity_task_home ON activity_task (home, state, due);

CREATE TABLE activity_goal (
    goal_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    staff TEXT,
    kind TEXT,
    measure TEXT NOT NULL,
    target BIGINT NOT NULL,
    first_month TEXT NOT NULL,
    last_month TEXT NOT NULL,
    set_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_goal_home ON activity_goal (home, last_month);

CREATE TABLE activity_draft (
    activity_id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL,
    fields TEXT NOT NULL,
    saved_at_ms BIGINT NOT NULL
);
CREATE INDEX activity_draft_staff ON activity_draft (staff_id, saved_at_ms);
