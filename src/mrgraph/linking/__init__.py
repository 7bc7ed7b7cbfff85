"""Stage 3: claims in, facts out: names become entities."""
