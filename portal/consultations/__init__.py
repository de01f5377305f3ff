"""Giving views when we ask: a consultation, its questions, and the answers somebody chose to give."""
