-- Tasks that rules of the city make: what they come from stands beside what they are about. A task of the diary's own
-- has none.
ALTER TABLE activity_task ADD COLUMN cause TEXT;
CREATE INDEX activity_task_cause ON activity_task (home, state, cause);
