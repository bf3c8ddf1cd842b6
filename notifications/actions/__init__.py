"""Verbs of following, telling and sending."""
