"""The EPUB 3.3 and everything that stands in it; the only door to EbookLib."""
