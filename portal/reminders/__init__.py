"""One message a day to whoever owes something: how much is due and late, and nothing else."""
