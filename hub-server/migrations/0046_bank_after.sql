-- What follows an exchange: a reference each side can leave and the other answer, the expenses both agreed to refund
-- (never hours), whom the desk has called and what about; tags on what members offer and look for.
CREATE TABLE bank_reference (
    exchange_id TEXT NOT NULL,
    by_member TEXT NOT NULL,
    about_member TEXT NOT NULL,
    home TEXT NOT NULL,
    liked BIGINT NOT NULL,
    words TEXT,
    answer TEXT,
    answered BIGINT NOT NULL,
    hidden BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT bank_reference_pk PRIMARY KEY (exchange_id, by_member)
);
CREATE INDEX bank_reference_about ON bank_reference (about_member, at_ms);

CREATE TABLE bank_expense (
    exchange_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    what TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);

CREATE TABLE bank_called (
    member_id TEXT NOT NULL,
    about TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT bank_called_pk PRIMARY KEY (member_id, about)
);

CREATE TABLE bank_tag (
    listing_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    home TEXT NOT NULL,
    CONSTRAINT bank_tag_pk PRIMARY KEY (listing_id, tag)
);
CREATE INDEX bank_tag_by_tag ON bank_tag (home, tag);
