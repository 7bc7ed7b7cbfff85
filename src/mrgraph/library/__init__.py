"""The graph from Python: opened, asked, shown and exported, with plain values; the commands' names and meanings."""
