"""HTML in any state -> text and an ordered stream of blocks."""
