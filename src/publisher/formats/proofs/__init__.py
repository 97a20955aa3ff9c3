"""Proofs: the pages of a finished PDF as an editor looks them over, side by side, and beside those of an older one."""
