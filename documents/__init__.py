"""What people hand in as files: told apart, read, searched for what runs, and cleaned.

The readers are pure functions of bytes, without Django: `apart` runs them in a process of its own,
since what is read here was made by strangers.
"""
