"""The forms of funding: the pages of a decision, and what may be done with a record afterwards."""
