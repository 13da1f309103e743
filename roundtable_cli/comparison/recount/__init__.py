"""Recounts: a sample of rows that somebody compares with the papers, and how much of it was found."""
