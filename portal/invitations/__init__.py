"""Give views: who is asked, by one-use codes that carry bands and no name, and what is known about who is there."""
