"""Everything that writes funding decisions, agreements and notices."""
