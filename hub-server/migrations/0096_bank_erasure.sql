-- An erasure reaches the words that other banks keep about a member: which of them were told, and when each answered
-- that nothing is kept there any more.
CREATE TABLE bank_erasure (
    home TEXT NOT NULL,
    member_id TEXT NOT NULL,
    code TEXT NOT NULL,
    peer TEXT NOT NULL,
    told_at_ms BIGINT NOT NULL,
    done_at_ms BIGINT,
    CONSTRAINT bank_erasure_pk PRIMARY KEY (home, code, peer)
);
CREATE INDEX bank_erasure_member ON bank_erasure (member_id);
CREATE INDEX bank_talk_theirs ON bank_talk (home, peer, theirs);
