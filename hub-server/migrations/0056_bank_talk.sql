-- Short words between the desks of two banks about one of each side's members, told apart by their codes; the first name
-- that a member lets other banks know. An erasure, or either desk, empties `text`.
ALTER TABLE bank_shown ADD COLUMN named BIGINT NOT NULL DEFAULT 0;

CREATE TABLE bank_talk (
    home TEXT NOT NULL,
    words_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    ours TEXT NOT NULL,
    our_code TEXT NOT NULL,
    theirs TEXT NOT NULL,
    by_us BIGINT NOT NULL,
    text TEXT,
    seen BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT bank_talk_pk PRIMARY KEY (home, words_id)
);
CREATE INDEX bank_talk_pair ON bank_talk (home, peer, ours, theirs, position);
CREATE INDEX bank_talk_unseen ON bank_talk (home, seen, position);

CREATE TABLE bank_called_so (
    home TEXT NOT NULL,
    peer TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT bank_called_so_pk PRIMARY KEY (home, peer, code)
);
