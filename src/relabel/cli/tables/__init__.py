"""Commands over whole tables in Parquet: `relabel label`, and `relabel audit` where it is given such tables.

Doors: audits, labels, reading.
"""
