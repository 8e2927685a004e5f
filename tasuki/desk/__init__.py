"""きょう: a worker's day, the list of cases, search. Reads only."""
