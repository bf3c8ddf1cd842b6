"""What everybody may read of consultations, without sign-in: lists, pages, feeds, calendars, data."""
