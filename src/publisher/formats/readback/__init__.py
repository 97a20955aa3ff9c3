"""Finished PDFs, read back: what stands in the file, not what we believe we wrote. The door to pikepdf and pdfium."""
