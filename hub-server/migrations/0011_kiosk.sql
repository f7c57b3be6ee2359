-- The kiosks of this hub and the hash of each one's token; and who is waiting for an operator right now.
CREATE TABLE kiosk (
    kiosk_id TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    added_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT,
    last_seen_ms BIGINT
);
CREATE TABLE kiosk_call (
    call_id TEXT NOT NULL PRIMARY KEY,
    kiosk_id TEXT NOT NULL,
    screen TEXT NOT NULL,
    called_at_ms BIGINT NOT NULL,
    answered_at_ms BIGINT
);
