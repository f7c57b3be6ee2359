-- Ideas left at the project desk, and offers of time: what a slip can be about besides a request.
CREATE TABLE idea (
    idea_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    slip_code TEXT NOT NULL,
    theme TEXT NOT NULL,
    neighbourhood TEXT,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    person_id TEXT,
    words TEXT,
    opened_at_ms BIGINT NOT NULL,
    contacted_at_ms BIGINT,
    withdrawn_at_ms BIGINT
);
CREATE UNIQUE INDEX idea_slip ON idea (slip_code);
CREATE INDEX idea_list ON idea (home, opened_at_ms);

CREATE TABLE time_offer (
    offer_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    slip_code TEXT NOT NULL,
    categories TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    time_bands TEXT NOT NULL,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    person_id TEXT,
    words TEXT,
    opened_at_ms BIGINT NOT NULL,
    contacted_at_ms BIGINT,
    withdrawn_at_ms BIGINT
);
CREATE UNIQUE INDEX time_offer_slip ON time_offer (slip_code);
CREATE INDEX time_offer_list ON time_offer (home, opened_at_ms);
