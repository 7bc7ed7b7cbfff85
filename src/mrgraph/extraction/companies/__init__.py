"""Companies: lists, sentences, news, names with legal forms."""
