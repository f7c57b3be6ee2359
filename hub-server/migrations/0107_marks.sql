-- How satisfied people were, counted for the city's figures without looking at every request.
CREATE INDEX request_mark ON request (home, requester_mark);
