"""Stage 4: facts in, a graph out: its triples, and the record of the run that made it."""
