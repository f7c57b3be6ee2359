-- Visits to the project desk, booked one by one; and the times the desk keeps for itself. Who comes stands in the vault.
CREATE TABLE desk_visit (
    visit_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    slip_code TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    length_min BIGINT NOT NULL,
    idea_id TEXT,
    person_id TEXT,
    language TEXT NOT NULL,
    via TEXT NOT NULL,
    state TEXT NOT NULL,
    booked_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX desk_visit_home ON desk_visit (home, at_ms);
CREATE INDEX desk_visit_slip ON desk_visit (slip_code);
CREATE INDEX desk_visit_idea ON desk_visit (idea_id);

CREATE TABLE desk_closed (
    home TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (home, at_ms)
);
