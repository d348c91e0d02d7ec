"""Versions of a pack compared: what changed, and whether it made a requirement easier."""
