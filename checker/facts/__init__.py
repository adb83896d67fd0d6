"""What is known, with where each fact came from."""
