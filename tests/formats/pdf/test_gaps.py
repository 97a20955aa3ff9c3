"""Each thing that the engine alone gets wrong in a PDF/A-2a or PDF/UA-1: one case, judged as both at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_sample import ASSETS, LOREM, chapter, codes, composition, document, make, paragraphs

pytestmark = pytest.mark.judge

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" viewBox="0 0 60 30"'
CSS = """
.faint { opacity: .5 } .clear { background: rgba(200, 0, 0, .3); color: rgba(0, 0, 0, .8) }
.grad { background: linear-gradient(red, rgba(0, 0, 255, .2)); height: 20pt }
.cap::first-letter { float: left; font-size: 3em; line-height: 1 }
.cap2 > span { float: left; font-size: 3em; line-height: 1 }
.turned { transform: rotate(2deg) } .lab { color: oklch(40% .2 30) } .four { color: device-cmyk(.2 .9 .9 .1) }
.box { border: 1pt dotted green; border-radius: 4pt; box-shadow: none; outline: 1pt solid blue }
.cols { columns: 2 } .flex { display: flex } .tiled { background: url(images/a.png); height: 40pt }
tfoot { font-style: italic } hr { border: 0; border-top: 1pt solid red }
.ref::after { content: leader(".") target-counter(attr(href), page) }
"""
ROWS = "".join(f"<tr><th scope='row'>{n}</th><td>{n * n}</td><td></td></tr>" for n in range(90))
CASES = {
    "a loose list": "<ul><li><p>One</p><p>and more</p></li><li><p>Two</p></li></ul>",
    "a loose list over pages": "<ol>" + f"<li><p>{LOREM * 3}</p><p>{LOREM * 5}</p></li>" * 9 + "</ol>",
    "blocks in an item": f"<ul><li><blockquote><p>q</p></blockquote><table><tr><td>a</td></tr></table>{SVG}><title>t</title></svg></li></ul>",
    "nested lists": "<ul><li>a<ol><li>b<ul><li>c<p>d</p></li></ul></li></ol></li></ul>",
    "an empty item": "<ul><li></li><li>x</li></ul>",
    "a task list": '<ul class="task-list"><li class="task-list-item"><span class="checkbox">☑</span> done</li></ul>',
    "a list of definitions": "<dl><dt>A</dt><dt>B</dt><dd>c</dd><dd><p>d</p><ul><li>e</li></ul></dd></dl>",
    "elements in a link": '<p id="l"><a href="#one"><em>all</em> <code>kinds</code><sup>2</sup><span lang="fr">mot</span></a></p>',
    "a picture in a link": '<p><a href="#one"><img src="images/a.png" alt="to one"/></a></p>',
    "a decorative picture in a link": '<p><a href="#one"><img src="images/a.png" alt=""/> words</a></p>',
    "nothing but a decorative picture in a link": '<p><a href="#one"><img src="images/a.png" alt=""/></a> x</p>',
    "a link over lines": f'<p>{LOREM}<a href="https://example.org/">{LOREM}</a></p>',
    "a link over pages": paragraphs("x", 3, 8) + f'<p><a href="https://example.org/">{LOREM * 16}</a></p>',
    "a link in a heading": '<h2><a href="#one">Head</a></h2>',
    "a link in a cell and a note": '<table><tr><td><a href="#one">x</a><span class="footnote" id="fn">see <a href="#one">x</a></span></td></tr></table>',
    "a link to a page": '<p><a class="ref" href="#one">one</a></p>',
    "a decorative picture": '<p>a <img src="images/a.png" alt=""/> b</p>',
    "a picture alone": '<figure class="figure"><img src="images/a.png" alt="blue"/><figcaption>Blue</figcaption></figure>',
    "a drawing": f'<p>{SVG}><title>red</title><rect width="60" height="30" fill="red"/></svg></p>',
    "a drawing with a label": f'<p>{SVG} aria-label="red" role="img"><rect width="60" height="30" fill="red"/></svg></p>',
    "a drawing without words": f'<p>{SVG} aria-hidden="true"><rect width="60" height="30" fill="red"/></svg></p>',
    "letters in a drawing": f'<p>{SVG}><title>red</title><text x="30" y="20" text-anchor="middle" opacity=".5">red</text></svg></p>',
    "a gradient in a drawing": f'<p>{SVG}><title>red</title><linearGradient id="g"><stop offset="0" stop-color="red"/>'
    '<stop offset="1" stop-color="blue" stop-opacity="0"/></linearGradient><rect width="60" height="30" fill="url(#g)"/></svg></p>',
    "a faint paragraph": '<p class="faint">Faint <em>text</em> and <img src="images/a.png" alt="blue"/></p>',
    "a faint picture": '<p><img class="faint" src="images/a.png" alt="blue"/></p>',
    "a faint list": '<ul class="faint"><li><p>a</p></li><li>b</li></ul>',
    "faint within faint": '<div class="faint"><p>a</p><p class="faint">b <a href="#one">c</a></p></div>',
    "faint decoration": '<div class="faint" aria-hidden="true"><p>a</p></div>',
    "a faint table over pages": f'<table class="faint"><thead><tr><th>n</th><th>s</th><th>e</th></tr></thead><tbody>{ROWS}</tbody></table>',
    "colours that let through": '<p class="clear">clear</p><div class="grad"></div>',
    "colours of other spaces": '<p class="lab">lab</p><p class="four">four inks</p>',
    "a header over two columns": "<table><thead><tr><th colspan='2'>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>",
    "a header over two rows": "<table><tr><th rowspan='2' scope='row'>a</th><td>1</td></tr><tr><td>2</td></tr></table>",
    "headers on both sides": "<table><tr><td></td><th scope='col'>a</th></tr><tr><th scope='row'>b</th><td></td></tr></table>",
    "spans of both kinds": "<table><tr><td rowspan='2'>a</td><td colspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    "header groups": "<table><thead><tr><th rowspan='2'>a</th><th colspan='2' scope='colgroup'>b</th></tr><tr><th>c</th><th>d</th></tr></thead>"
    "<tbody><tr><th scope='rowgroup' rowspan='2'>e</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>",
    "a table over pages": f"<table><caption>Squares</caption><thead><tr><th>n</th><th>s</th><th>e</th></tr></thead><tfoot><tr><td>f</td><td></td><td></td></tr></tfoot><tbody>{ROWS}</tbody></table>",
    "a table in a table": "<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>",
    "a list in a cell": "<table><tr><td><ul><li><p>a</p></li></ul></td></tr></table>",
    "no head at all": "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>",
    "a note": '<p>a<span class="footnote" id="fn1">note <em>em</em></span> b<span class="footnote" id="fn2">two</span></p>',
    "a note in a heading": '<h2>a<span class="footnote" id="fn1">note</span></h2><p>x</p>',
    "a note in a list in a quotation": '<blockquote><ul><li><p>a<span class="footnote" id="fn1">note</span></p></li></ul></blockquote>',
    "a note with a list": '<p>a<span class="footnote" id="fn1">note<span class="footnote-item">• x</span></span></p>',
    "a long note": f'<p>a<span class="footnote" id="fn1">{LOREM * 10}</span></p>' + paragraphs("y", 5),
    "foreign words": '<p>a <span lang="fr">mot</span> <i lang="el">λόγος</i></p><blockquote lang="de"><p>Wort</p></blockquote>',
    "right to left": '<p dir="rtl">abc def (12)</p><div dir="rtl"><ul><li><p>x</p></li></ul></div>',
    "a drop cap": f'<p class="cap">{LOREM}</p>',
    "a drop cap of an element": f'<p class="cap2"><span>I</span>{LOREM}</p>',
    "code": '<pre class="code"><code><span class="line">a = 1</span>\n<span class="line">\tb = 2</span></code></pre>',
    "verse": '<div class="verse"><p class="stanza"><span class="verse-line">a</span><br/><span class="verse-line">b</span></p></div>',
    "text beside blocks": "<div>before<p>p</p>after<ul><li>x</li></ul>last</div>",
    "empty elements": "<p></p><div></div><h2>x</h2><p> </p><blockquote></blockquote><ul></ul><p>y</p>",
    "turned, in columns, in a row": '<p class="turned">t</p><div class="cols"><p>a</p><p>b</p></div><div class="flex"><p>c</p><p>d</p></div>',
    "borders and tiles": '<p class="box">b</p><div class="tiled"></div><hr/>',
    "an abbreviation": '<p><abbr title="World Health Organization">WHO</abbr> and <q>so</q> <kbd>K</kbd></p>',
    "details": "<details><summary>s</summary><p>x</p></details>",
    "ruby": "<p><ruby>a<rt>b</rt></ruby></p>",
    "a private character": "<p>a&#xE000;b</p>",
    "soft hyphens and joiners": "<p>soft\u00adhyphen zero\u200bwidth no\u00a0break \u2060 \u2009x</p>",
    "ligatures and small capitals": '<p style="font-variant: small-caps">office ffi fl Th</p><p>office ffl fi Th Qu</p>',
    "figures of all kinds": '<p style="font-variant-numeric: oldstyle-nums">1234</p><p style="font-feature-settings: \'frac\'">1/2</p>',
}


@pytest.mark.parametrize("name", CASES)
def test_both_standards_hold(name: str, tmp_path: Path) -> None:
    from publisher.judges.verapdf import verapdf

    links = document(
        "contents",
        '<h1>C</h1><nav class="contents"><ol><li><a href="#one">One</a></li></ol></nav>',
        "contents",
        "front",
    )
    plan = composition([links, chapter("one", CASES[name])], CSS, assets=ASSETS, pdf_variant="pdf/a-2a+ua-1")
    made = make(plan)
    if name == "a private character":
        assert "P804" in codes(made)  # no font has it: the build fails, and says where
        return
    assert [each for each in made.diagnostics if each.severity == "error"] == []
    file = tmp_path / "case.pdf"
    file.write_bytes(made.data)
    assert (verapdf(file, "2a"), verapdf(file, "ua1")) == ((), ())
