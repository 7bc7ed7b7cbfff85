"""Decides what a report says of itself: market, scope, title, publisher, number, forecast period, template."""
