-- Activities of a group: courses, outings, meetings, a class. Who takes part stands in the vault under the
-- participant's id; attendance is numbers.
CREATE TABLE gathering (
    gathering_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    place TEXT NOT NULL,
    organiser TEXT NOT NULL,
    seats BIGINT,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    made_at_ms BIGINT NOT NULL
);
CREATE INDEX gathering_home ON gathering (home, last_day);

CREATE TABLE gathering_occurrence (
    gathering_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    from_min BIGINT NOT NULL,
    to_min BIGINT NOT NULL,
    state TEXT NOT NULL,
    named BIGINT NOT NULL,
    others BIGINT NOT NULL,
    entry TEXT,
    PRIMARY KEY (gathering_id, number)
);

CREATE TABLE gathering_participant (
    participant_id TEXT NOT NULL PRIMARY KEY,
    gathering_id TEXT NOT NULL,
    home TEXT NOT NULL,
    heads BIGINT NOT NULL,
    state TEXT NOT NULL,
    registered_at_ms BIGINT NOT NULL
);
CREATE INDEX gathering_participant_gathering ON gathering_participant (gathering_id, registered_at_ms);

CREATE TABLE gathering_attendance (
    gathering_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    participant_id TEXT NOT NULL,
    heads BIGINT NOT NULL,
    PRIMARY KEY (gathering_id, number, participant_id)
);
CREATE INDEX gathering_attendance_participant ON gathering_attendance (participant_id);
