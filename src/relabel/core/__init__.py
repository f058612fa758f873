"""What a definition means and what follows from it: pure functions, with no file, clock or print."""
