-- Whom people who leave a need were known as already (docs/decisions/0105), and how help went with each helper, which a
-- request that is opened again does not forget.
CREATE TABLE person_same (
    person_id TEXT NOT NULL PRIMARY KEY,
    known_id TEXT NOT NULL
);
CREATE INDEX person_same_known ON person_same (known_id);
CREATE TABLE help_mark (
    request_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    side TEXT NOT NULL,
    mark TEXT NOT NULL,
    CONSTRAINT help_mark_pk PRIMARY KEY (request_id, device_id, side)
);
-- What the second of two did is hers too.
CREATE INDEX request_companion ON request (companion);
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, helper, 'requester', requester_mark FROM request
    WHERE helper IS NOT NULL AND requester_mark IS NOT NULL;
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, helper, 'helper', helper_mark FROM request
    WHERE helper IS NOT NULL AND helper_mark IS NOT NULL;
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, companion, 'requester', requester_mark FROM request
    WHERE companion IS NOT NULL AND requester_mark IS NOT NULL;
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, companion, 'helper', helper_mark FROM request
    WHERE companion IS NOT NULL AND helper_mark IS NOT NULL;
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, helper, 'desk', desk_mark FROM request
    WHERE helper IS NOT NULL AND desk_mark IS NOT NULL;
INSERT INTO help_mark (request_id, device_id, side, mark)
    SELECT request_id, companion, 'desk', desk_mark FROM request
    WHERE companion IS NOT NULL AND desk_mark IS NOT NULL;
