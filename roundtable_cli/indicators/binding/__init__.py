"""The names in definitions and requests, bound to columns of the project's tables.

A framework, a request and the tables' headers come in; bound indicators go out, which say what is to be read, or a
refusal with the nearest right names. No frame is made here and nothing is computed: that is for `computing`.

A calculated column is computed for each row of a table; its `Derivation` says from what: from columns of the row itself
(`of`), or from rows of another table (`from`). The latter is a rollup: a `RollupLink` says which rows of the other
table, the linked rows, belong to the row.
"""
