"""What is known of firms beforehand: large ones by name, and which words of a name tell it from others."""
