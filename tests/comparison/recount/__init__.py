"""Tests of recounts."""
