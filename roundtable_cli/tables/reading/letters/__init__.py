"""Whether letters make words: which letter follows which in a language, and which reading of bytes makes words of it.

In come the bytes of a file, or its texts; out comes in which encoding they are words, and by how much, or which texts
lost their letters before. What a file does with that is decided by `text_encoding`, `text_file` and the checks.
"""
