"""The pages of consultations, for people who are signed in."""
