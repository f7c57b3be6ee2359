-- Documents and pictures attached to something. The bytes are in the data folder under their hash, once however often
-- they are attached; a row here is a reason to keep them. Name and words stand in columns that an erasure empties.
CREATE TABLE file_attachment (
    file_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    about_kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    kind TEXT NOT NULL,
    width BIGINT,
    height BIGINT,
    name TEXT,
    words TEXT,
    gone BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    attached_by TEXT NOT NULL,
    attached_at_ms BIGINT NOT NULL
);
CREATE INDEX file_attachment_about ON file_attachment (about_kind, about_id, attached_at_ms);
CREATE INDEX file_attachment_hash ON file_attachment (hash);
