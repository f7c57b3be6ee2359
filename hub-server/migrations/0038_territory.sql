-- Outlines of the neighbourhoods as the city gave them, and which operator looks after which place since when: a
-- handover ends one assignment and begins another, so that what was stays.
CREATE TABLE city_outline (
    neighbourhood TEXT NOT NULL PRIMARY KEY,
    rings TEXT NOT NULL
);

CREATE TABLE assignment (
    assignment_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    staff TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT
);
CREATE INDEX assignment_home ON assignment (home, neighbourhood, first_day);
CREATE INDEX assignment_staff ON assignment (staff, last_day);
