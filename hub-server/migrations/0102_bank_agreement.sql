-- Each agreement of a municipality is kept with its days: what was done while one held is still entered afterwards.
CREATE TABLE bank_agreement (
    home TEXT NOT NULL,
    title TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    scope TEXT NOT NULL,
    position BIGINT NOT NULL,
    set_at_ms BIGINT NOT NULL,
    CONSTRAINT bank_agreement_pk PRIMARY KEY (home, title)
);
