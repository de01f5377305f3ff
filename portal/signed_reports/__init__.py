"""**Reported**: summaries and statutory reports: officers' words around figures that stay bound to signed releases.

A second person checks, a named person signs, and what is published never changes.
"""
