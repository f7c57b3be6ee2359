-- `subject` is the one thing a fact is the last word on: the message it says back, the entry of the diary. Found by it,
-- an older fact or a command of this device that says the same can go.
ALTER TABLE fact ADD COLUMN subject TEXT;
CREATE INDEX fact_subject ON fact (kind, subject);
