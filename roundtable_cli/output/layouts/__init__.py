"""What stands where: results come in, a `Page` for reading or `TidyData` for programs comes out, a module for each.

In which words and numbers is settled by `language`; what a page looks like in a file or on a terminal, by `formats`.
"""
