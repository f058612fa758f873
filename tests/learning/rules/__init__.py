"""Tests of the rules that are learnt from a sorting."""
