"""Features of other packages come in by the same record as ours."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from publisher import plugins
from publisher.diagnostics import MachineError
from publisher.features import BUILT_IN
from publisher.features.feature import Feature

ZETA, ALPHA, TWIN = Feature("zeta"), Feature("alpha"), Feature("quotes")
NO_FEATURE = "words"


@pytest.fixture
def installed(monkeypatch):
    def install(**values):
        points = [EntryPoint(name, f"stand_in:{name}", plugins.GROUP) for name in values]

        def load(point):
            value = values[point.name]
            if isinstance(value, Exception):
                raise value
            return value

        monkeypatch.setattr(plugins, "entry_points", lambda group: points if group == plugins.GROUP else [])
        monkeypatch.setattr(EntryPoint, "load", load)

    return install


def test_the_built_in_features_come_first_then_plugins_by_name(installed):
    installed(zeta=ZETA, alpha=ALPHA)
    assert plugins.load_features() == (*BUILT_IN, ALPHA, ZETA)


@pytest.mark.parametrize("trouble", [ImportError("no module named x"), SyntaxError("bad"), NO_FEATURE])
def test_a_broken_plugin_is_named(installed, trouble):
    installed(broken=trouble)
    with pytest.raises(MachineError, match="“broken” \\(stand_in:broken\\)") as caught:
        plugins.load_features()
    assert caught.value.hint


def test_two_features_of_one_name_are_refused(installed):
    installed(mine=TWIN)
    with pytest.raises(MachineError, match="second feature named “quotes”"):
        plugins.load_features()


def test_no_two_built_in_features_speak_for_one_kind_or_fence():
    kinds = [kind for feature in BUILT_IN for kind in feature.render]
    fences = [name for feature in BUILT_IN if feature.syntax for name in feature.syntax.divs]
    assert len(kinds) == len(set(kinds))
    assert len(fences) == len(set(fences))
    assert set(fences) <= set(kinds)


def test_every_rule_of_the_features_explains_itself():
    from publisher.diagnostics import Rule
    from publisher.rules import quotations

    rules = [value for value in vars(quotations).values() if isinstance(value, Rule)]
    assert len({rule.code for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.code.startswith("Q5")
        assert rule.doc.count("\n\n") >= 3, rule.code
        assert "Example:" in rule.doc
