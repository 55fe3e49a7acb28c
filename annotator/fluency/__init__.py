"""How few keys lead from the suggestions to the gold, beside what other tools need."""
