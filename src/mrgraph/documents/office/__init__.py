"""PDF and DOCX -> HTML, by libraries that the extra `office` brings."""
