"""What people are asked about consultations, responses and feedback."""
