"""What people write down, checked when it is made.

Doors: answers, any_criterion, condition_parts, conditions, criteria, evidence,
examples, frozen_mapping, namespaces, relationship, shelf_life, sides, sums, words.
"""
