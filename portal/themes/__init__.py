"""Heard together: the codebook, and which views belong under which theme."""
