"""The clause library: files of law as values."""
