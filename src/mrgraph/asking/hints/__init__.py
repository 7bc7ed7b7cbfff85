"""What a user is told about a query beside its answer: slips in its words, unknown terms, why nothing came out."""
