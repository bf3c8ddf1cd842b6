"""Documents as they come in."""
