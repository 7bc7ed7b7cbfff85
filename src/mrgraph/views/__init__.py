"""Stage 5: a graph in, answers and pictures out."""
