"""Drafts of mapping files, for people to correct: what each column may be, and how its cells are read.

Doors: drafts.
"""
