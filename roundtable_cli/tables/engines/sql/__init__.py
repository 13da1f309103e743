"""What DuckDB and Spark share: how a table too large for Python comes into a database, and what is wrong in it.

An `ExternalTable` and some of its fields come in, a table in the database goes out, or a refusal that names the rows.
No word of one database stands here: what each says in its own way it says as a dialect, and in its own folder.
"""
