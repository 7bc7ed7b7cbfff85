"""Segments, regions and drivers of a market."""
