"""A graph in the formats of other tools; each is a module with one function, named in one table."""
