"""What was done and read, in a chain that shows any change; never what was said."""
