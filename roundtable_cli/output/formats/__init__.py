"""The formats: a page, tidy rows or results come in, a text or the bytes of a file go out.

`registry` knows which formats there are; each other module writes one family of them. Which value stands in which cell,
and in which words, is settled before (`layouts`); nothing is computed or rounded here.
"""
