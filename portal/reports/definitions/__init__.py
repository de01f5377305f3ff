"""What each report says: queries in, one neutral document out."""
