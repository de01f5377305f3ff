"""Packs to teach staff with, from views whose owners allow it now: other words first, two people, questions."""
