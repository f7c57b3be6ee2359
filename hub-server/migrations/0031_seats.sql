-- Two people at a first visit: whether it takes two, who said yes first and waits, and who comes along. And where a
-- rule of the city sends a request.
ALTER TABLE request ADD COLUMN two BIGINT NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN first_yes TEXT;
ALTER TABLE request ADD COLUMN first_yes_proposal TEXT;
ALTER TABLE request ADD COLUMN companion TEXT;
ALTER TABLE request ADD COLUMN route TEXT;
ALTER TABLE request ADD COLUMN route_because TEXT;
ALTER TABLE request ADD COLUMN route_hub TEXT;
ALTER TABLE request ADD COLUMN route_operator TEXT;
ALTER TABLE request ADD COLUMN route_circle TEXT;
