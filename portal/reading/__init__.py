"""The reading desk: every view is read by a person, sorted, and answered."""
