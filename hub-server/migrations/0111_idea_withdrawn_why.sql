-- Why an idea was taken back, in the words of whoever did it or of the desk for them; erased with the others.
ALTER TABLE idea ADD COLUMN withdrawn_why TEXT;
