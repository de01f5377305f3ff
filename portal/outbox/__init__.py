"""Messages to people who work here: rows first, sent later, each once or flagged. Never a young person's words."""
