"""Where each node of the page is drawn."""
