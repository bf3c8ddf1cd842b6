"""Loading compacts from their files, and recording that an expired one is kept."""
