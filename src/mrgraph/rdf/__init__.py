"""Stage 4: facts in, a checked graph out."""
