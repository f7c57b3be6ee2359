-- A member's own phone: which device speaks for which member, linked at the desk with the member there; and what two
-- members have agreed on that is still to be done, which both find on their agenda.
CREATE TABLE bank_phone (
    device_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    member_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    linked_at_ms BIGINT NOT NULL
);
CREATE INDEX bank_phone_of ON bank_phone (member_id, linked_at_ms);

CREATE TABLE bank_arrangement (
    arrangement_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    giver TEXT NOT NULL,
    receiver TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    category TEXT NOT NULL,
    meet_at_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    exchange_id TEXT,
    by_member TEXT NOT NULL,
    actor TEXT NOT NULL,
    arranged_at_ms BIGINT NOT NULL
);
CREATE INDEX bank_arrangement_giver ON bank_arrangement (giver, state, meet_at_ms);
CREATE INDEX bank_arrangement_receiver ON bank_arrangement (receiver, state, meet_at_ms);
CREATE INDEX bank_arrangement_home ON bank_arrangement (home, state, meet_at_ms);
