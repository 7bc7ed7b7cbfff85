"""The sub-commands, by subject."""
