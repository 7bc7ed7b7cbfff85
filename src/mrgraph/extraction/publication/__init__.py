"""What a report says of itself: market, publisher, number, period, template."""
