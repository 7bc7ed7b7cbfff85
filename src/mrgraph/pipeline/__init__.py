"""From files to a checked graph: the stages in the order in which data flows through them."""
