"""What every slice stands on: time, keys, database, access, pages. It imports no slice and owns no table."""
