"""Words young people asked us to use, and how hard a text is to read."""
