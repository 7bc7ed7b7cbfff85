"""The text of a document as readers ask for it: blocks, sentences, lists, statements, amounts."""
