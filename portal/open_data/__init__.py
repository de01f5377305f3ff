"""What is public or released, for programs: a feed of what was told back, and a read API for tokens with scopes."""
