-- How long it takes until somebody who looks for a service receives it is asked by account and service; the rows behind
-- a figure are asked by month, service, neighbourhood and age.
CREATE INDEX bank_exchange_receiver ON bank_exchange (receiver, category, posted_at_ms);
CREATE INDEX bank_exchange_day ON bank_exchange (home, day);
CREATE INDEX bank_exchange_category ON bank_exchange (home, category, position);
