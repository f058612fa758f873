"""Forms that ask the people who know: pages that walk the diagram by themselves and keep the answers.

Doors: form.
"""
