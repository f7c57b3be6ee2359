-- Between the banks of two hubs: what they agreed to and who has signed it, how far each conversation is, the
-- exchanges between their members as each of the two sees them (central holds both), and who lets themselves be
-- found. What is provisional counts against the limits of an account before it is in its balance.
ALTER TABLE bank_account ADD COLUMN to_come_min BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bank_account ADD COLUMN to_go_min BIGINT NOT NULL DEFAULT 0;

CREATE TABLE bank_terms (
    home TEXT NOT NULL,
    peer TEXT NOT NULL,
    terms_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    ceiling_min BIGINT NOT NULL,
    ours_at_ms BIGINT,
    theirs_at_ms BIGINT,
    CONSTRAINT bank_terms_pk PRIMARY KEY (home, peer, terms_id)
);

CREATE TABLE bank_peer (
    home TEXT NOT NULL,
    peer TEXT NOT NULL,
    told BIGINT NOT NULL,
    heard BIGINT NOT NULL,
    ended TEXT,
    ended_by TEXT,
    ended_at_ms BIGINT,
    CONSTRAINT bank_peer_pk PRIMARY KEY (home, peer)
);

CREATE TABLE bank_dealing (
    home TEXT NOT NULL,
    exchange_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    account_id TEXT NOT NULL,
    posted_id TEXT NOT NULL,
    dealing TEXT NOT NULL,
    stand TEXT NOT NULL,
    why TEXT,
    over_limit BIGINT NOT NULL,
    cheque BIGINT,
    until_ms BIGINT,
    actor TEXT NOT NULL,
    begun_at_ms BIGINT NOT NULL,
    turned_at_ms BIGINT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT bank_dealing_pk PRIMARY KEY (home, exchange_id)
);
CREATE INDEX bank_dealing_list ON bank_dealing (home, peer, position);
CREATE INDEX bank_dealing_stand ON bank_dealing (home, stand, position);
CREATE INDEX bank_dealing_account ON bank_dealing (account_id, stand);
CREATE INDEX bank_dealing_posted ON bank_dealing (posted_id);

CREATE TABLE bank_shown (
    home TEXT NOT NULL,
    member_id TEXT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT bank_shown_pk PRIMARY KEY (home, member_id)
);
CREATE INDEX bank_shown_code ON bank_shown (home, code);
