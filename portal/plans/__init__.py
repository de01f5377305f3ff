"""The corporate parenting plan (2014 Act, section 59): objectives, what is done for them, and where things stand."""
