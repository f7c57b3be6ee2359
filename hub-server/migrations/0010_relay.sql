-- Commands on their way to the node that decides, and the answers on their way back; projected on every node they
-- pass. The command itself is emptied when its fact's body is erased.
CREATE TABLE forwarded (
    command_id TEXT NOT NULL PRIMARY KEY,
    sender TEXT NOT NULL,
    home TEXT NOT NULL,
    about TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    command TEXT,
    answer TEXT,
    sent_at_ms BIGINT NOT NULL,
    answered_at_ms BIGINT
);
CREATE INDEX forwarded_state ON forwarded (state, sent_at_ms);
CREATE INDEX forwarded_about ON forwarded (about, sent_at_ms);
