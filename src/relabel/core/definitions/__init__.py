"""One definition: its content, its faults, how it weighs evidence, its words.

Doors: content, definition, document, findings, text, weighing, wording.
"""
