"""The room core.classification."""
