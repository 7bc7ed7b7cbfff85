"""Stage 3: claims in, facts out: names become entities, equal figures one, and what does not agree is flagged."""
