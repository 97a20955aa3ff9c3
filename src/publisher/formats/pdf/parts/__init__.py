"""A long book's PDF: chapters laid out apart, kept by what they were made from, and joined into one tagged file."""
