-- A request that passes from one hub to another: where it went and under which slip it goes on, and where it came from.
ALTER TABLE request ADD COLUMN handed_to TEXT;
ALTER TABLE request ADD COLUMN handed_command TEXT;
ALTER TABLE request ADD COLUMN handed_shared TEXT;
ALTER TABLE request ADD COLUMN next_slip TEXT;
ALTER TABLE request ADD COLUMN hand_over_refused TEXT;
ALTER TABLE request ADD COLUMN former_home TEXT;
ALTER TABLE request ADD COLUMN former_slip TEXT;
CREATE INDEX request_former_slip ON request (former_slip);
