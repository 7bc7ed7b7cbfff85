"""The graph as one interactive HTML page that works offline."""
