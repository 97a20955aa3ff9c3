"""The closed list of everything that Publisher can complain about, one module a floor.

Codes: C1xx book.toml and chapter headers · F2xx files · M3xx markup · B4xx the book ·
Q5xx quotations · D6xx dress (styles, templates, glyphs) · E7xx EPUB · P8xx PDF · T9xx typography · J9xx judges ·
R9xx the run of a build. Where a subject crosses the floors (shops, access) its module has codes of several.
"""
