"""Taken to the board: asks in young people's words, who answers them, and whether it was really done."""
