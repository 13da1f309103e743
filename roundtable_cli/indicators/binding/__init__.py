"""The names in definitions and requests, bound to columns of the project's tables.

A framework, a request and the tables' headers come in; bound indicators go out, which say what is to be read, or a
refusal with the nearest right names. No frame is made here and nothing is computed: that is for `computing`.
"""
