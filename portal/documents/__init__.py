"""One neutral form for every output: a report is a Document, and each format says the same."""
