-- What is over, what came in last and what holds a word, each read by an index in the order of its page: a search in
-- years of requests stops at the page it shows.
CREATE INDEX request_over ON request (home, closed_at_ms, request_id);
CREATE INDEX request_opened ON request (opened_at_ms, request_id);
ALTER TABLE request_stem ADD COLUMN opened_at_ms BIGINT NOT NULL DEFAULT 0;
UPDATE request_stem SET opened_at_ms = COALESCE((SELECT r.opened_at_ms FROM request r
    WHERE r.request_id = request_stem.request_id), 0);
CREATE INDEX request_stem_newest ON request_stem (stem, opened_at_ms, request_id);
