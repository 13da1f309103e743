"""Dates and periods as people write them."""
