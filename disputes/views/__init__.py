"""The pages of disputes: raising, the case, what is done in it, the registers and the review."""
