-- Personal data: the latest state only, each person under a key of their own that is wrapped by the node's key.
CREATE TABLE person_key (
    person_id TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE TABLE person_data (
    person_id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
-- Who looked at what, and why; never what they saw.
CREATE TABLE vault_read (
    read_id TEXT NOT NULL PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    person_id TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX vault_read_person ON vault_read (person_id, at_ms);
