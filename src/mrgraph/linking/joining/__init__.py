"""Decides which IRIs are one thing: what is decided, known or stated, or the same but for what says nothing."""
