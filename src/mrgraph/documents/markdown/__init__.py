"""Markdown and plain text -> HTML."""
