"""Stage 1: files in, structured documents out: text with blocks, links and bold stretches, whatever the format."""
