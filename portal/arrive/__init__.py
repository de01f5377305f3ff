"""Arriving: what this is, who reads it and when, the limits of keeping things private, and leaving quickly."""
