"""Speed and weight against yardsticks measured in the same run: `python -m tests.bench`."""
