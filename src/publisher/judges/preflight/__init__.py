"""Preflight: a finished PDF is read back and held against a printer's demands, fifteen checks and those of PDF/X-4."""
