# Requests: triage, matching, outcome.
