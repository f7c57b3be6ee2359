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

-- Antennae: what lists ask for, and the whole of it as JSON beside that; nobody's name. The third says whose a
-- device is. Then notices and organisations. The last is plain: it holds that somebody is here now, and no history of it.
CREATE TABLE antenna (
    antenna_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    person_id TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    operator TEXT,
    organisation_id TEXT,
    last_sign_ms BIGINT NOT NULL,
    silence_since_ms BIGINT,
    spotted_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX antenna_home ON antenna (home, state, last_sign_ms);
CREATE INDEX antenna_person ON antenna (person_id);
CREATE TABLE antenna_place (
    antenna_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    neighbourhood TEXT NOT NULL,
    CONSTRAINT antenna_place_pk PRIMARY KEY (antenna_id, place)
);
CREATE INDEX antenna_place_of ON antenna_place (neighbourhood, antenna_id);
CREATE TABLE antenna_device (
    device_id TEXT NOT NULL PRIMARY KEY,
    antenna_id TEXT NOT NULL
);
CREATE INDEX antenna_device_of ON antenna_device (antenna_id);
CREATE TABLE notice (
    notice_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    actor TEXT NOT NULL,
    neighbourhoods TEXT NOT NULL,
    text TEXT NOT NULL,
    posted_at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX notice_home ON notice (home, posted_at_ms);
CREATE TABLE organisation (
    organisation_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    name TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    entered_at_ms BIGINT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX organisation_home ON organisation (home, name);
CREATE TABLE antenna_presence (
    antenna_id TEXT NOT NULL PRIMARY KEY,
    until_ms BIGINT NOT NULL
);

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
    expires_at_ms BIGINT NOT NULL,
    antenna_id TEXT
);
CREATE TABLE pairing_guess (
    address TEXT NOT NULL PRIMARY KEY,
    wrong BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL
);
