-- What whoever answers for the hub looks at again: what was shared without consent, and what went wrong.
CREATE TABLE request_review (
    thing TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    home TEXT NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    seen_at_ms BIGINT,
    seen_by TEXT
);
CREATE INDEX request_review_open ON request_review (home, seen_at_ms, at_ms);
INSERT INTO request_review (thing, request_id, home, kind, position, at_ms, actor)
    SELECT r.event_id, MIN(m.request_id), MIN(q.home), 'incident', MIN(m.position), MIN(m.at_ms), MIN(m.actor)
    FROM request_message m JOIN record r ON r.position = m.position
    JOIN request q ON q.request_id = m.request_id WHERE m.about = 'incident' GROUP BY r.event_id;
INSERT INTO request_review (thing, request_id, home, kind, position, at_ms, actor)
    SELECT r.event_id, MIN(r.subject), MIN(q.home), 'danger', MIN(r.position), MIN(r.at_ms), MIN(r.actor)
    FROM record r JOIN request q ON q.request_id = r.subject
    WHERE r.kind = 'requests.referred' AND q.consent = 'danger' GROUP BY r.event_id;
