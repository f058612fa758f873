"""Rules learnt from sorted companies: what they may ask, their shapes, and the search for those of the lowest price.

Doors: learned, likelihoods, searches, shapes.
"""
