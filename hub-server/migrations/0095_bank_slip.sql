-- Codes on paper that open a member's account at a kiosk as their card does, with the card's PIN: on a statement, on
-- the receipt of an exchange, on the slip of an offer they left before. One row read by its key, where the cards were
-- gone through one by one until now; a statement printed before this has to be printed again. Of this node only, as
-- the cards are, never in the log.
CREATE TABLE bank_slip (
    slip_code TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL,
    about TEXT NOT NULL,
    thing TEXT NOT NULL,
    given_at_ms BIGINT NOT NULL,
    CONSTRAINT bank_slip_thing UNIQUE (member_id, about, thing)
);
CREATE INDEX bank_slip_about ON bank_slip (about, thing);
