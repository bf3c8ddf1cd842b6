"""What people hand in as files: told apart, read, searched for what runs, and cleaned.

Pure functions of bytes, without Django and without a clock. `apart` runs them in a process of its own,
since what is read here was made by strangers.
"""
