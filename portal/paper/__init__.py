"""Answers on paper: the printable twin of an edition, and typing a pile of papers in, each by two people."""
