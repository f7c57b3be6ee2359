-- A card may have a chip; what its reader types, as a code (decision 0115).
ALTER TABLE bank_card ADD COLUMN chip TEXT;
CREATE UNIQUE INDEX bank_card_chip ON bank_card (chip);
