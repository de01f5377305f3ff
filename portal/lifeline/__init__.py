"""What happened to what I said: one view's way through all the stages, for whoever holds its code."""
