"""What needs me now, for everybody who signs in."""
