-- Devices of antennae and operators. The first two tables are projected from facts and may be rebuilt; the others
-- are plain: labels, secrets, codes and inboxes of this hub alone, in the same transaction with the facts.
CREATE TABLE device (
    device_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    holder TEXT NOT NULL,
    staff_id TEXT,
    paired_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT
);
CREATE TABLE device_neighbourhood (
    device_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    neighbourhood TEXT NOT NULL,
    CONSTRAINT device_neighbourhood_pk PRIMARY KEY (device_id, place)
);
CREATE INDEX device_neighbourhood_of ON device_neighbourhood (neighbourhood, device_id);

-- What a device proves itself with, and how far its inbox reaches; secret_hash is empty once it is revoked.
CREATE TABLE device_credential (
    device_id TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    device_name TEXT NOT NULL,
    secret_hash BLOB,
    mosquitto_hash TEXT,
    last_cursor BIGINT NOT NULL,
    seen_cursor BIGINT NOT NULL,
    heard_at_ms BIGINT
);

-- What each device is told, in order: references and words of closed lists only. A rebuild leaves it alone, and
-- every fact is told to a device at most once, so a cursor never changes its meaning.
CREATE TABLE device_inbox (
    device_id TEXT NOT NULL,
    cursor BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    news TEXT NOT NULL,
    request_id TEXT,
    proposal_id TEXT,
    why TEXT,
    until_ms BIGINT,
    CONSTRAINT device_inbox_pk PRIMARY KEY (device_id, cursor)
);
CREATE UNIQUE INDEX device_inbox_once ON device_inbox (device_id, event_id);
CREATE INDEX device_inbox_position ON device_inbox (position);

-- One-time codes, never in the clear, and how often an address guessed wrong.
CREATE TABLE pairing_code (
    code_hash BLOB NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    holder TEXT NOT NULL,
    staff_id TEXT,
    made_by TEXT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE TABLE pairing_guess (
    address TEXT NOT NULL PRIMARY KEY,
    wrong BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL
);
