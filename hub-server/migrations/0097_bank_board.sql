-- When the phones of a hub were last told what is on the board: they are told together, at most every quarter of an
-- hour, and not each of them of each notice.
CREATE TABLE bank_board (
    home TEXT NOT NULL PRIMARY KEY,
    told_at_ms BIGINT NOT NULL
);
CREATE INDEX bank_listing_changed ON bank_listing (home, changed_at_ms);
