"""Figures: sizes, growth rates, shares, revenues, and whose they are."""
