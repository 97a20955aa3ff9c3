"""The PDF: one document, laid out by WeasyPrint, tagged and checked by us."""
