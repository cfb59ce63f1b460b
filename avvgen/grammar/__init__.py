"""German as values: words with their forms, the tokens that clauses write, durations, citations."""
