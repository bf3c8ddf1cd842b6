"""Public views: lists, the page of one, feeds, and files."""
