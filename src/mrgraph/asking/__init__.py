"""Stage 5: SPARQL in, answers out: saved queries, parameters, guard, results."""
