-- What a hub's concierge offers beside, or instead of, what the city file says.
CREATE TABLE offering (
    home TEXT NOT NULL,
    slug TEXT NOT NULL,
    -- 'set' here, or 'dropped' from what the city file has.
    state TEXT NOT NULL,
    offering TEXT,
    changed_at_ms BIGINT NOT NULL,
    CONSTRAINT offering_pk PRIMARY KEY (home, slug)
);
