"""The thread from what was said to what changed, by theme, and back from each published story to what caused it."""
