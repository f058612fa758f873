"""The room core.definitions."""
