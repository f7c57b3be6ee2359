-- What whoever left an idea chose from pictures, as a document (docs/decisions/0110).
ALTER TABLE idea ADD COLUMN picked TEXT;
