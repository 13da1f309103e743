"""What we count: from typed tables to results. Files are read one room below, words are chosen one room above."""
