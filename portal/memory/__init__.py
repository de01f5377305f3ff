"""What was asked, what came of it and what was decided, by theme across years: for whoever is new on the board."""
