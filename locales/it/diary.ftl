# Il diario e le attività.
