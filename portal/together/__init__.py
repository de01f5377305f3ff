"""Give views, with somebody: one young person with an adult beside them, or a group in one evening."""
