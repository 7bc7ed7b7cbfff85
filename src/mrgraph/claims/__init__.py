"""A graph read back: its claims with their evidence, in words for people."""
