"""Paragraphs broken into lines as a whole, and not line after line."""
