"""Anything a young person tells us, however they told us: words, sharing choices, word code, replies."""
