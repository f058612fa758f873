"""One definition: its content, its faults, how it weighs evidence, its words.

Doors: content, definition, document, findings, rows, text, validation, weighing, wording.
"""
