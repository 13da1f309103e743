"""What a request reads of each table, decided first and read once, with the faults of cells and keys in one refusal.

Bound indicators come in, the rows of their tables as frames of the engine go out. Joins along keys, and what is
calculated for each row, are made of these frames in `computing`.
"""
