"""What people may want to decide: names that may be one thing."""
