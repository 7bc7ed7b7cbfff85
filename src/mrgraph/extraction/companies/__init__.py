"""Decides which names are companies: in lists, sentences, news, by legal forms, and which forms are one company."""
