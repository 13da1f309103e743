"""Conditions bound to what they test, and their values as the cells of that hold them. No row is tested here."""
