"""The text of a document as readers ask for it: sentences, lists, statements, amounts."""
