"""Judges: EPUBCheck, veraPDF and Ace look at finished files; what they say becomes findings and diagnostics.

They need Java, Node and a browser, and the packages of the extra ``test``; a build never needs them.
"""
