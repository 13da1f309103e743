"""Spark: tables of any size, on a cluster or on this machine. Here stands what is its own.

That is its session, its SQL, and how it reads files, here or at URLs.

When a table is loaded, and what is wrong in it, is told in `sql/`.
"""
