-- Concierge requests as they stand, by home. What a person wrote stands in columns that an erasure empties.
CREATE TABLE request (
    request_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    slip_code TEXT NOT NULL,
    category TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    urgency TEXT NOT NULL,
    relation TEXT NOT NULL,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    person_id TEXT,
    words TEXT,
    note TEXT,
    state TEXT NOT NULL,
    operator TEXT,
    helper TEXT,
    proposal_id TEXT,
    done_minutes BIGINT,
    helper_said TEXT,
    not_met_reason TEXT,
    reopened_times BIGINT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    closed_at_ms BIGINT,
    -- By when it should be closed; counted in the hub's opening hours when it came in.
    due_ms BIGINT,
    needed_by TEXT,
    bands TEXT NOT NULL,
    answers TEXT,
    privacy TEXT NOT NULL,
    part_of TEXT,
    duplicate_of TEXT,
    follow_up_ms BIGINT,
    -- 1 when the last search ended with nobody, until something else is tried.
    circle_ended BIGINT NOT NULL,
    scheduled_ms BIGINT,
    service TEXT,
    shared TEXT,
    consent TEXT,
    service_said TEXT,
    requester_mark TEXT,
    helper_mark TEXT
);
CREATE UNIQUE INDEX request_slip ON request (slip_code);
CREATE INDEX request_queue ON request (home, state, opened_at_ms);
CREATE INDEX request_closed ON request (home, state, closed_at_ms);
CREATE INDEX request_person ON request (person_id);
CREATE INDEX request_parts ON request (part_of);
CREATE INDEX request_alike ON request (home, neighbourhood, category, opened_at_ms);

-- Words in the thread of a request; an erasure empties it.
CREATE TABLE request_message (
    request_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT request_message_pk PRIMARY KEY (request_id, position)
);

-- Stems of the words of a request, for searching; an erasure empties it.
CREATE TABLE request_stem (
    stem TEXT NOT NULL,
    request_id TEXT NOT NULL,
    CONSTRAINT request_stem_pk PRIMARY KEY (stem, request_id)
);
CREATE INDEX request_stem_of ON request_stem (request_id);

-- What the slip can tell, in order.
CREATE TABLE request_step (
    request_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    word TEXT NOT NULL,
    actor TEXT NOT NULL,
    CONSTRAINT request_step_pk PRIMARY KEY (request_id, position)
);

-- One circle's invitation; one open at a time for a request.
CREATE TABLE proposal (
    proposal_id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    circle TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX proposal_due ON proposal (state, until_ms);
CREATE INDEX proposal_request ON proposal (request_id, opened_at_ms);

-- Who was asked, and the one answer each may give.
CREATE TABLE proposal_device (
    proposal_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    answer TEXT,
    CONSTRAINT proposal_device_pk PRIMARY KEY (proposal_id, device_id)
);

-- Running totals, so that an overview costs the same with ten thousand requests or ten million.
CREATE TABLE request_tally (
    home TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    requests BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    CONSTRAINT request_tally_pk PRIMARY KEY (home, neighbourhood, category, state)
);
