"""People who work here or sit on the board: who they are, how they sign in, which role they act in."""
