"""The demonstration: an invented partnership in its own database on this machine only."""
