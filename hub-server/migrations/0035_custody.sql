-- What a hub keeps for people and lends to them. Who left it and who holds it stands in the vault; what it is in
-- words, notes and signatures stand in columns that an erasure empties.
CREATE TABLE custody_item (
    item_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT,
    holder_kind TEXT NOT NULL,
    holder TEXT,
    due TEXT,
    words TEXT,
    taken_at_ms BIGINT NOT NULL,
    since_ms BIGINT NOT NULL
);
CREATE INDEX custody_item_state ON custody_item (home, state, due);
CREATE INDEX custody_item_code ON custody_item (home, code);
CREATE INDEX custody_item_owner ON custody_item (owner);

CREATE TABLE custody_step (
    step_id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL,
    home TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    holder_kind TEXT NOT NULL,
    holder TEXT,
    due TEXT,
    signed TEXT NOT NULL,
    signature TEXT,
    note TEXT
);
CREATE INDEX custody_step_item ON custody_step (item_id, at_ms);
CREATE INDEX custody_step_holder ON custody_step (holder);
