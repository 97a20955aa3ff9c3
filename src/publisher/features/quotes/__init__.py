"""Quotations, epigraphs, pull quotes and the list of quotations."""

from __future__ import annotations

from publisher.features.feature import Feature
from publisher.features.quotes.integrity import check_quotations
from publisher.features.quotes.listing import check_lists, fill_lists
from publisher.features.quotes.pull import check_pull_quotes
from publisher.features.quotes.render import RENDERERS
from publisher.features.quotes.shape import DIVS, shape
from publisher.markup.syntax import Syntax

FEATURE = Feature(
    name="quotes",
    syntax=Syntax(divs=DIVS, shape=shape),
    passes=(fill_lists,),
    render=RENDERERS,
    checks=(check_quotations, check_pull_quotes, check_lists),
)
