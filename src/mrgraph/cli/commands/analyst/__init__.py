"""The sub-commands with which an analyst finds things and corrects them."""
