"""What am I owed? Which promises fit somebody, whether they reached them, and where promise and experience part."""
