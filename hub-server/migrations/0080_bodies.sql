-- Bodies of the city's governance, who sits in them, their meetings and what they decided. Who a person from outside
-- is stands in the vault under the seat's id. A meeting and a decision are kept whole, as their facts make them; what
-- lists are searched by stands beside it. Published minutes stand in a table of their own, which is all that hubs have.
CREATE TABLE body (
    body_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    name TEXT NOT NULL,
    active BIGINT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX body_home ON body (home, name);

CREATE TABLE body_seat (
    seat_id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL,
    home TEXT NOT NULL,
    staff_id TEXT,
    taken_at_ms BIGINT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX body_seat_body ON body_seat (body_id, taken_at_ms);

CREATE TABLE body_meeting (
    meeting_id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL,
    home TEXT NOT NULL,
    day TEXT NOT NULL,
    from_min BIGINT NOT NULL,
    state TEXT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX body_meeting_day ON body_meeting (home, day);
CREATE INDEX body_meeting_body ON body_meeting (body_id, day);

CREATE TABLE body_decision (
    decision_id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    home TEXT NOT NULL,
    day TEXT NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    about_kind TEXT,
    about_id TEXT,
    review_on TEXT,
    whole TEXT NOT NULL
);
CREATE INDEX body_decision_body ON body_decision (body_id, year, number);
CREATE INDEX body_decision_about ON body_decision (about_kind, about_id);
CREATE INDEX body_decision_day ON body_decision (home, day);

CREATE TABLE body_action (
    action_id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL,
    home TEXT NOT NULL,
    owner TEXT NOT NULL,
    staff_id TEXT,
    due TEXT NOT NULL,
    open BIGINT NOT NULL
);
CREATE INDEX body_action_open ON body_action (home, open, due);
CREATE INDEX body_action_staff ON body_action (staff_id, open, due);

CREATE TABLE body_sheet (
    meeting_id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL,
    home TEXT NOT NULL,
    day TEXT NOT NULL,
    level TEXT NOT NULL,
    whole TEXT NOT NULL
);
CREATE INDEX body_sheet_day ON body_sheet (home, day);

CREATE TABLE body_cell (
    site TEXT NOT NULL,
    agency TEXT NOT NULL,
    home TEXT NOT NULL,
    whole TEXT NOT NULL,
    PRIMARY KEY (site, agency)
);
