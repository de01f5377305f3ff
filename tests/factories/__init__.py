"""Plain functions that make rows: `make_x(**changes)`. They flush; the test commits."""
