-- The time bank: members, accounts in minutes, exchanges and their entries. An account keeps its running total,
-- so that a balance is one indexed read; an entry keeps the balance after it, so that a statement of many years
-- is read a page at a time.
CREATE TABLE bank (
    home TEXT NOT NULL PRIMARY KEY,
    rules TEXT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);

CREATE TABLE bank_member (
    member_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    number BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    account_id TEXT,
    shares_with TEXT,
    stage TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    age TEXT NOT NULL,
    reach TEXT NOT NULL,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    until_day TEXT,
    applied_at_ms BIGINT NOT NULL,
    began_at_ms BIGINT,
    first_exchange_at_ms BIGINT,
    last_exchange_at_ms BIGINT,
    listings BIGINT NOT NULL,
    CONSTRAINT bank_member_number UNIQUE (home, number)
);
CREATE INDEX bank_member_stage ON bank_member (home, stage, number);
CREATE INDEX bank_member_account ON bank_member (account_id);
CREATE INDEX bank_member_person ON bank_member (person_id);

CREATE TABLE bank_member_step (
    member_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    step TEXT NOT NULL,
    actor TEXT NOT NULL,
    CONSTRAINT bank_member_step_pk PRIMARY KEY (member_id, position)
);

CREATE TABLE bank_account (
    account_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    purpose TEXT NOT NULL,
    details TEXT NOT NULL,
    limits TEXT,
    balance_min BIGINT NOT NULL,
    given_min BIGINT NOT NULL,
    received_min BIGINT NOT NULL,
    exchanges BIGINT NOT NULL,
    standing TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    closed_at_ms BIGINT
);
CREATE INDEX bank_account_standing ON bank_account (home, standing);

CREATE TABLE bank_exchange (
    exchange_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    deal TEXT NOT NULL,
    giver TEXT NOT NULL,
    receiver TEXT NOT NULL,
    people BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    category TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    age TEXT NOT NULL,
    day TEXT NOT NULL,
    cheque BIGINT,
    declared_by TEXT,
    until_ms BIGINT,
    reversed_by TEXT,
    over_limit BIGINT NOT NULL,
    note TEXT,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    posted_at_ms BIGINT,
    position BIGINT NOT NULL
);
CREATE INDEX bank_exchange_list ON bank_exchange (home, position);
CREATE INDEX bank_exchange_state ON bank_exchange (home, state, position);
CREATE INDEX bank_exchange_until ON bank_exchange (state, until_ms);

CREATE TABLE bank_entry (
    account_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    exchange_id TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    balance_min BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT bank_entry_pk PRIMARY KEY (account_id, position)
);
CREATE INDEX bank_entry_exchange ON bank_entry (exchange_id);

CREATE TABLE bank_cheque_book (
    home TEXT NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    account_id TEXT NOT NULL,
    issued_at_ms BIGINT NOT NULL,
    CONSTRAINT bank_cheque_book_pk PRIMARY KEY (home, first)
);

CREATE TABLE bank_cheque (
    home TEXT NOT NULL,
    number BIGINT NOT NULL,
    exchange_id TEXT NOT NULL,
    posted_at_ms BIGINT NOT NULL,
    CONSTRAINT bank_cheque_pk PRIMARY KEY (home, number)
);

CREATE TABLE bank_listing (
    listing_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    member_id TEXT NOT NULL,
    way TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    until_day TEXT,
    words TEXT,
    listed_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX bank_listing_list ON bank_listing (home, way, state, category);
CREATE INDEX bank_listing_member ON bank_listing (member_id);

-- Exchanges that count, added up as they are posted and taken back.
CREATE TABLE bank_tally (
    home TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    age TEXT NOT NULL,
    exchanges BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    CONSTRAINT bank_tally_pk PRIMARY KEY (home, month, category, neighbourhood, age)
);

-- What a member's card opens with; of this node only, never in the log.
CREATE TABLE bank_card (
    member_id TEXT NOT NULL PRIMARY KEY,
    pin_hash TEXT NOT NULL,
    wrong_times BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    set_at_ms BIGINT NOT NULL
);
