-- What a municipal service was sent is asked for by service.
CREATE INDEX request_service ON request (service, state, changed_at_ms);
