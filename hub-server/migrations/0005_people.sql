-- Staff as the log tells of them: ids, roles, scopes. Names and passwords never stand in a fact; they are
-- in plain tables that only the staff member's own node has.
CREATE TABLE staff (
    staff_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    state TEXT NOT NULL,
    added_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX staff_home ON staff (home, state);

CREATE TABLE credential (
    staff_id TEXT NOT NULL PRIMARY KEY,
    login_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    language TEXT,
    text_size TEXT,
    changed_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX credential_login_name ON credential (login_name);

-- A session is kept under the hash of its cookie, so that a stolen database opens no session.
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    seen_at_ms BIGINT NOT NULL
);
CREATE INDEX session_staff ON session (staff_id);

-- People whose data was erased, and the nodes that have said they hold no copy any more.
CREATE TABLE erasure (
    person_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    records BIGINT NOT NULL
);
CREATE TABLE erasure_ack (
    person_id TEXT NOT NULL,
    node TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT erasure_ack_pk PRIMARY KEY (person_id, node)
);
