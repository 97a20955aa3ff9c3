"""The ONIX 3.0 record of a finished file: what the book trade's catalogues are told of it."""
