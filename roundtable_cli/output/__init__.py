"""How it is shown: results come in, texts and files go out. Only here are labels, languages and rounding known.

`layouts` settles what stands where, `language` in which words, `formats` in which notation; nothing is computed here,
and no file is written.
"""
