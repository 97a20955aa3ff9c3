"""Building: which artefacts to make, in which order, on which worker, and what need not be made again."""
