-- A step back leads to where a member was before; why somebody was stopped, why what was agreed will not be,
-- and who did not come.
ALTER TABLE bank_member ADD COLUMN suspended_from TEXT;
ALTER TABLE bank_member ADD COLUMN leaving_from TEXT;
ALTER TABLE bank_member_step ADD COLUMN why TEXT;
ALTER TABLE bank_arrangement ADD COLUMN why TEXT;
ALTER TABLE bank_arrangement ADD COLUMN absent TEXT;
