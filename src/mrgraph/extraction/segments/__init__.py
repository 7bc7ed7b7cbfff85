"""Decides which segments, regions and drivers a market has."""
