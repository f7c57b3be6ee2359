-- How help went for whoever runs the desk, beside what both sides say.
ALTER TABLE request ADD COLUMN desk_mark TEXT;
