"""Measures: what is counted of what, with which target; a second person approves a reading before it is shown."""
