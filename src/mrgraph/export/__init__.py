"""A graph in the formats of other tools; each is a function of its view and a stream, named in one table."""
