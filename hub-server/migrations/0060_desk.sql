-- What becomes of an idea: the draft written at its hub, what was said at the desk, the project that central decides
-- about. Drafts and projects are kept whole, as their facts say, beside the few columns that lists are made from;
-- `tags` are words of closed lists with a space around each, such as ` offers:space looks-for:skills site:casa `.
ALTER TABLE idea ADD COLUMN joins TEXT;
ALTER TABLE idea ADD COLUMN appointment TEXT;

CREATE TABLE desk_draft (
    idea_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    appointment_ms BIGINT,
    changed_at_ms BIGINT NOT NULL,
    tags TEXT NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX desk_draft_state ON desk_draft (state);

CREATE TABLE desk_advice (
    advice_id TEXT NOT NULL PRIMARY KEY,
    idea_id TEXT NOT NULL,
    home TEXT NOT NULL,
    actor TEXT NOT NULL,
    meeting TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    next_day TEXT,
    words TEXT,
    next_words TEXT
);
CREATE INDEX desk_advice_idea ON desk_advice (idea_id, at_ms);

CREATE TABLE desk_project (
    project_id TEXT NOT NULL PRIMARY KEY,
    idea_id TEXT NOT NULL,
    hub TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    received_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    due_day TEXT,
    tags TEXT NOT NULL,
    doc TEXT NOT NULL
);
-- By which themes of ideas somebody at central scores projects.
CREATE TABLE desk_field (
    staff_id TEXT NOT NULL PRIMARY KEY,
    themes TEXT NOT NULL
);

CREATE TABLE desk_macro (
    macro_id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    theme TEXT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    doc TEXT NOT NULL
);

CREATE UNIQUE INDEX desk_project_idea ON desk_project (idea_id);
CREATE INDEX desk_project_state ON desk_project (state, received_at_ms);
