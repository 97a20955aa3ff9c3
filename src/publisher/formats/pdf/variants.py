"""The kinds of PDF by their names: what the engine makes of them, and what the finisher adds."""

from __future__ import annotations

from publisher.formats.pdf import weasy
from publisher.value import dataclass

BOTH = "+ua-1"  # "pdf/a-2a+ua-1": one file that is both


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of PDF."""

    name: str
    engine: str  # the engine's own name for what it can do of it; "" for a plain PDF
    version: str = ""  # of PDF, where the engine does not say it
    ua: bool = False  # whether the finisher must add that it is PDF/UA-1

    @property
    def tagged(self) -> bool:
        """Whether it has tags: all have but the press's."""
        return not self.press

    @property
    def archive(self) -> bool:
        """Whether it is a PDF/A: no colour without a profile, no smoothing of images."""
        return self.engine.startswith("pdf/a")

    @property
    def press(self) -> bool:
        """Whether it is a PDF/X."""
        return self.name.startswith("pdf/x")


def kind_of(name: str) -> Kind | None:
    """The kind of this name; "" is a plain tagged PDF, None stands for a name that nobody knows.

    PDF/X-4 is written by our finisher alone: the engine's has a random identifier, the clock's time and colours that
    no press takes.
    """
    if name == "pdf/x-4":
        return Kind(name, "", "1.6")
    single = name.removesuffix(BOTH)
    if single == name and (not name or name in weasy.VARIANTS):
        return Kind(name, name)
    if single != name and single in ("pdf/a-2a", "pdf/a-3a"):
        return Kind(name, single, ua=True)
    return None


def known() -> tuple[str, ...]:
    """The names of all kinds, in order."""
    both = ("pdf/a-2a+ua-1", "pdf/a-3a+ua-1")
    return tuple(sorted({name for name in weasy.VARIANTS if name != "debug"} | set(both)))
