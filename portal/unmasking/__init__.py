"""Break-glass: two people and a reason open the name behind a view the team keeps locked, for an hour."""
