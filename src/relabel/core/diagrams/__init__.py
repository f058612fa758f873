"""The room core.diagrams."""
