"""The printer's colour profile among what a PDF is made from, so that its bytes decide the artefact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from publisher.manuscript import probe_profile
from publisher.rules.colour import PROFILE_UNUSABLE
from publisher.source import Span
from publisher.style.composition import PAGE, AssetRef, Composition


def with_profile(composition: Composition, folder: Path, place: Callable[..., Span]) -> Composition:
    """The composition with the profile that its edition names, or with the reason why there is none.

    ``place`` gives the place of a key in book.toml.
    """
    spec = composition.edition
    if composition.medium != PAGE or not spec.icc:
        return composition
    profile, trouble = probe_profile(folder, spec.icc)
    if profile is not None:
        asset = AssetRef(profile.path, profile.media_type, profile.digest)
        return replace(composition, assets=(*composition.assets, asset))
    said = "; ".join(each.message for each in trouble)
    span = place("editions", spec.name, "icc")
    unusable = PROFILE_UNUSABLE.at(span, f"{spec.icc}: {said}", "name a file in the manuscript folder")
    return replace(composition, edition=replace(spec, icc=""), diagnostics=(*composition.diagnostics, unusable))
