"""What can be believed: conflicts, proofs, consensus, changes, the sheet of a market."""
