-- A signature drawn at a kiosk, until whoever works at the hub hands the thing over; a plain row, gone after a quarter
-- of an hour.
CREATE TABLE custody_signing (
    item_id TEXT NOT NULL PRIMARY KEY,
    strokes TEXT NOT NULL,
    drawn_at_ms BIGINT NOT NULL
);
