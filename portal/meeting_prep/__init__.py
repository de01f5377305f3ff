"""Getting ready for a meeting: my points, my order, and nobody else sees them until I share them."""
