"""Pages of funding: the way through a decision, one page a record, and the registers."""
