"""All features: our own, and those that other packages bring as entry points of the group ``publisher.features``."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from publisher.diagnostics import MachineError
from publisher.features import BUILT_IN
from publisher.features.feature import Feature

GROUP = "publisher.features"


def load_features() -> tuple[Feature, ...]:
    """The built-in features, then the plugins' by the name of their entry points.

    A later feature's renderer for a kind of node speaks instead of an earlier one's. Raises
    :class:`~publisher.diagnostics.MachineError`, naming the plugin, when one cannot be loaded, gives something else
    than a :class:`~publisher.features.feature.Feature`, or takes a name that another feature has.
    """
    features = list(BUILT_IN)
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        feature = _loaded(point)
        if any(feature.name == other.name for other in features):
            raise MachineError(
                f"the plugin “{point.name}” ({point.value}) brings a second feature named “{feature.name}”",
                "uninstall one of the packages that bring it",
            )
        features.append(feature)
    return tuple(features)


def _loaded(point: EntryPoint) -> Feature:
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
