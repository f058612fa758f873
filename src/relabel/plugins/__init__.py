"""How definitions and evidence are found by name, those that ship, and a plugin to start from.

Doors: folders, hookspecs, loading, registry, scaffold.
"""
