"""Formats: artefacts made from a composition and from nothing else."""
