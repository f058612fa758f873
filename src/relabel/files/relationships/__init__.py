"""The room files.relationships."""
