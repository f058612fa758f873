"""The room files.definitions."""
