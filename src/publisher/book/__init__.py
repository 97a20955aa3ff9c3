"""Floor 3: what a manuscript means as a book."""
