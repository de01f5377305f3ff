"""The list of words young people asked adults not to use: anybody here proposes, two champions decide."""
