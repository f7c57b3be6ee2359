-- With a PIN of their own whoever works here says at a kiosk that they hand something over. Of this node only, never in
-- the log, as passwords are.
CREATE TABLE staff_pin (
    staff_id TEXT NOT NULL PRIMARY KEY,
    pin_hash TEXT NOT NULL,
    wrong_times BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    set_at_ms BIGINT NOT NULL,
    used_at_ms BIGINT
);
