"""Meetings: an agenda built from the evidence and ordered by young people, minutes, decisions, and what was told."""
