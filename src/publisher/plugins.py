"""All features: our own, and those that other packages bring as entry points of the group ``publisher.features``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import MachineError
from publisher.installed import may_have

if TYPE_CHECKING:  # at run time where they are needed: an unchanged book wants no features, only who would bring them
    from importlib.metadata import EntryPoint

    from publisher.features.feature import Feature

GROUP = "publisher.features"


def load_features() -> tuple[Feature, ...]:
    """The built-in features, then the plugins' by the name of their entry points.

    A later feature's renderer for a kind of node speaks instead of an earlier one's. Raises
    :class:`~publisher.diagnostics.MachineError`, naming the plugin, when one cannot be loaded, gives something else
    than a :class:`~publisher.features.feature.Feature`, or takes a name that another feature has.
    """
    from publisher.features import BUILT_IN

    features = list(BUILT_IN)
    for point in _points():
        feature = _loaded(point)
        if any(feature.name == other.name for other in features):
            raise MachineError(
                f"the plugin “{point.name}” ({point.value}) brings a second feature named “{feature.name}”",
                "uninstall one of the packages that bring it",
            )
        features.append(feature)
    return tuple(features)


def identities() -> tuple[str, ...]:
    """What stands for the code of each plugin, by the order of their loading: its name, version and files' digest."""
    return tuple(f"{point.name}={point.value} {_version(point)} {_digest(point)}" for point in _points())


def entry_points(group: str) -> Iterable[EntryPoint]:
    """The entry points of ``group``. Most machines have none, and are not made to load what reads them."""
    if not may_have(group):
        return ()
    from importlib import metadata

    return metadata.entry_points(group=group)


def _points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _version(point: EntryPoint) -> str:
    return point.dist.version if point.dist is not None else ""


def _digest(point: EntryPoint) -> str:
    """SHA-256 (hex) of the Python files of the plugin's package, which may change while its version does not."""
    total = hashlib.sha256()
    try:
        spec = find_spec(point.value.partition(":")[0].partition(".")[0].strip())
        roots = list(spec.submodule_search_locations or ()) if spec else []
        files = [path for root in roots for path in sorted(Path(root).rglob("*.py"))]
        if spec and spec.origin and not roots:
            files = [Path(spec.origin)]
        for path in files:
            total.update(path.read_bytes())
    except (ImportError, ValueError, OSError):  # loading it will say what is wrong
        return ""
    return total.hexdigest()


def _loaded(point: EntryPoint) -> Feature:
    from publisher.features.feature import Feature

    remedy = "update or uninstall the package that brings it"
    try:
        feature = point.load()
    except Exception as error:  # whatever somebody else's module raises
        reason = f"{type(error).__name__}: {error}"
        raise MachineError(f"the plugin “{point.name}” ({point.value}) cannot be loaded: {reason}", remedy) from error
    if not isinstance(feature, Feature):
        message = f"the plugin “{point.name}” ({point.value}) gives a {type(feature).__name__}, not a Feature"
        raise MachineError(message, remedy)
    return feature
