"""What is shown to people, and the documents that the project's own IRIs lead to."""
