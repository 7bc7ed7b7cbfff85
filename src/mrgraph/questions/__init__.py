"""Questions in words -> SPARQL, by a closed grammar that says what it cannot read."""
