"""Publisher turns a manuscript of Markdown chapters into an accessible EPUB 3 and a print-ready PDF."""

__version__ = "0.1.0"
