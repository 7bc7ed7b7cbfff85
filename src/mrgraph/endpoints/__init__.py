"""SPARQL endpoints and stores elsewhere, which a user names; the only room that uses the network."""
