-- What the app of antennae and operators needs beside proposals: words between an antenna and its hub, hours of
-- volunteering an antenna writes down by itself, and an inbox that can point at them. One fact may now tell a device
-- two things: that a request is over, and what it has done by that.
ALTER TABLE device_inbox ADD COLUMN about TEXT;
DROP INDEX device_inbox_once;
CREATE UNIQUE INDEX device_inbox_once ON device_inbox (device_id, event_id, news);

-- Words of both sides; an erasure empties `body`.
CREATE TABLE device_message (
    message_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    device_id TEXT NOT NULL,
    request_id TEXT,
    by_hub BIGINT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    position BIGINT NOT NULL,
    body TEXT
);
CREATE INDEX device_message_of ON device_message (device_id, position);
CREATE INDEX device_message_about ON device_message (request_id, position);

-- One row for each antenna's device that wrote or was written to: how much of it nobody at the hub has read.
CREATE TABLE device_thread (
    device_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    unread BIGINT NOT NULL,
    last_at_ms BIGINT NOT NULL
);
CREATE INDEX device_thread_home ON device_thread (home, unread, last_at_ms);

-- Hours of volunteering that no request tells of.
CREATE TABLE antenna_hours (
    entry_id TEXT NOT NULL PRIMARY KEY,
    antenna_id TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    category TEXT,
    told_at_ms BIGINT NOT NULL
);
CREATE INDEX antenna_hours_of ON antenna_hours (antenna_id, day);

-- Whom a request was helped by, for the statement of what somebody did.
CREATE INDEX request_helper ON request (helper);
