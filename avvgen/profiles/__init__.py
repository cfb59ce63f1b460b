"""Profiles: what one company says of itself and its contract."""
