"""The room core.audits."""
