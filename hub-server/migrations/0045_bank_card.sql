-- A member's card has a code of its own, which its QR holds, and can be taken back; its PIN is set at the desk. The
-- table had no way to be filled until now. Of this node only, never in the log.
DROP TABLE bank_card;
CREATE TABLE bank_card (
    member_id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    pin_hash TEXT,
    must_change BIGINT NOT NULL,
    wrong_times BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    given_at_ms BIGINT NOT NULL,
    given_by TEXT NOT NULL,
    used_at_ms BIGINT,
    CONSTRAINT bank_card_code UNIQUE (code)
);
