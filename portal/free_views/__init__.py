"""Something nobody asked about: an idea, good news, thanks, a problem to sort; and ideas that others can support."""
