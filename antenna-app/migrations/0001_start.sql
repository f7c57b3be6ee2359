-- What a device must not forget between two starts: commands on their way to the hub, the hub's facts
-- by cursor, drafts, settings. The pairing and its secret stand in a file of their own, so that a
-- damaged database does not cost a device its place.

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
);

-- `sealed` is sent byte for byte until the hub's receipt. Afterwards the row stays as a note of what
-- was answered, its free text removed. `after_cursor` is the last fact the person had seen: a request
-- that comes back later is a new task, whatever was said about it before.
CREATE TABLE entry (
    n INTEGER NOT NULL PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    after_cursor INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'recorded', 'refused')),
    problem TEXT
);

CREATE INDEX entry_waiting ON entry (n) WHERE state = 'waiting';

-- `about` is the proposal or request the fact speaks of, so that what is over can be removed.
CREATE TABLE fact (
    cursor INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    kept_at_ms INTEGER NOT NULL
);

CREATE INDEX fact_about ON fact (about);

CREATE TABLE draft (
    name TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL
);
