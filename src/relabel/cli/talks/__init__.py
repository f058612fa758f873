"""Talks with a person at the terminal: interviews about companies, and the search for a definition.

Doors: browser, conversation, dialogue, elicitation, prompts, setup.
"""
