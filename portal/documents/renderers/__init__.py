"""A Document as bytes, one function a format."""
