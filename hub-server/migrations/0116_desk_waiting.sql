-- What waits for a hub's desk is counted on every page of its console.
CREATE INDEX desk_said_home ON desk_said (home, by_desk);
CREATE INDEX desk_advice_home ON desk_advice (home, next_day);
CREATE INDEX desk_project_hub ON desk_project (hub, state, due_day);
