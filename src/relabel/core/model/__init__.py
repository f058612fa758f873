"""The room core.model."""
