-- What operators and the city's service operators write to each other about an antenna, an organisation or a
-- neighbourhood. Words stand in a column that an erasure empties; how far somebody has read is no fact and stands in
-- a plain table.
CREATE TABLE thread (
    thread TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    about_kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    messages BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL
);
CREATE INDEX thread_home ON thread (home, last_at_ms);

CREATE TABLE thread_message (
    message_id TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL,
    home TEXT NOT NULL,
    about_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    side TEXT NOT NULL,
    author TEXT NOT NULL,
    words TEXT,
    at_ms BIGINT NOT NULL
);
CREATE INDEX thread_message_thread ON thread_message (thread, number);
CREATE INDEX thread_message_about ON thread_message (about_id);

CREATE TABLE thread_seen (
    staff_id TEXT NOT NULL,
    thread TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (staff_id, thread)
);
