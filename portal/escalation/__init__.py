"""What is late or stuck goes up the partnership's ladder, rung by rung, and comes down again; both are on record."""
