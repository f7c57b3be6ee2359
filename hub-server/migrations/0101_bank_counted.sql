-- Each figure opens to its rows: exchanges of a month, of a neighbourhood, of an age band, a page at a time.
DROP INDEX bank_exchange_day;
CREATE INDEX bank_exchange_day ON bank_exchange (home, day, position);
CREATE INDEX bank_exchange_place ON bank_exchange (home, neighbourhood, position);
CREATE INDEX bank_exchange_age ON bank_exchange (home, age, position);
