"""What people type about disputes, and how the register is narrowed."""
