-- The city's catalogue as published; the last one counts, the others are history.
CREATE TABLE city (
    position BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    published_at_ms BIGINT NOT NULL,
    content TEXT NOT NULL
);
