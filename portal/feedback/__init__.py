"""Answered: you said, we did, or we can't because, or not yet; and whether it changed anything for those who spoke."""
