"""Everything that writes consultations, their changes, responses and feedback."""
