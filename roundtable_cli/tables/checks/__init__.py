"""What is wrong in a table by its schema, cell by cell and key by key, each with its row and what to do.

In comes a `Source` with a field or a key, out go values or findings. What is only likely to be a slip belongs into
`quality`, and what is wrong with a file as a whole into `reading`.
"""
