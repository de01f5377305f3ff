"""One message a day to whoever owes something: how much is due and late, reports among it, and nothing else."""
