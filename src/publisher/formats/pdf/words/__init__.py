"""Words shaped once, and set again wherever they stand."""
