"""Stage 1: files in, structured documents out."""
