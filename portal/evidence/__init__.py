"""Frozen releases: the only place a count may be read by anybody outside the team that reads the views."""
