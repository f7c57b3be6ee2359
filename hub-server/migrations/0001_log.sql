-- The log, and the plain tables that move in the same transaction with it. BLOB becomes BYTEA on PostgreSQL.

-- One row that every writer updates first, so that several processes on one PostgreSQL take turns.
CREATE TABLE writer_turn (
    turn_id BIGINT NOT NULL PRIMARY KEY,
    last_position BIGINT NOT NULL
);
INSERT INTO writer_turn (turn_id, last_position) VALUES (1, 0);

CREATE TABLE record (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    position BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    received_at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    v BIGINT NOT NULL,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    audience TEXT,
    commitment BLOB NOT NULL,
    hash BLOB NOT NULL,
    salt BLOB,
    body BLOB,
    CONSTRAINT record_pk PRIMARY KEY (node, epoch, seq)
);
CREATE UNIQUE INDEX record_position ON record (position);
CREATE INDEX record_event_id ON record (event_id);
CREATE INDEX record_subject ON record (subject, position);

-- How far each series reaches here, signed by the node that writes it.
CREATE TABLE head (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB,
    CONSTRAINT head_pk PRIMARY KEY (node, epoch)
);

-- The first answer to every command; asked again, it is given again.
CREATE TABLE receipt (
    command_id TEXT NOT NULL PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    answer TEXT NOT NULL
);

-- Records that could not be projected: kept, shown, counted as excluded, and in nobody's way.
CREATE TABLE parked (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    parked_at_ms BIGINT NOT NULL,
    CONSTRAINT parked_pk PRIMARY KEY (node, epoch, seq)
);
