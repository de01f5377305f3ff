"""Kept safe: concerns with their clocks and hand-overs and the rota of who is awake."""
