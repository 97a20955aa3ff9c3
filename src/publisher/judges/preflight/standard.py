"""Our own checks of PDF/X-4 (ISO 15930-7), as far as they go: there is no free validator, and this is none."""

from __future__ import annotations

import re

from publisher.formats.readback.facts import FileFacts, PageFacts, Space
from publisher.formats.readback.spaces import devices
from publisher.judges.preflight.values import Asked, Check, Fault, Found, Gathered
from publisher.rules import preflight as rules

NAME = "PDF/X-4"
_KEYS = (
    "GTS_PDFXVersion", "Trapped", "DocumentID", "VersionID", "RenditionClass",
    "CreateDate", "ModifyDate", "MetadataDate",
)  # fmt: skip
_SLACK = 0.01  # points
_COMPONENTS = {"GRAY": 1, "RGB": 3, "CMYK": 4}
_OF_INTENT = {1: ("DeviceGray",), 3: ("DeviceRGB", "DeviceGray"), 4: ("DeviceCMYK", "DeviceGray")}


def claimed(facts: FileFacts) -> str:
    """The PDF/X standard that a file says it keeps; empty where it says none."""
    return dict(facts.claims).get("GTS_PDFXVersion", "")


def _file(asked: Asked) -> Found:
    facts, faults = asked.facts, []
    numbers = [int(each) for each in re.findall(r"\d+", facts.version)[:2]]
    if numbers > [1, 6]:
        faults.append(f"the file is of PDF {facts.version}; 1.6 is the newest")
    if not facts.identified:
        faults.append("the file has no ID")
    if facts.encrypted:
        faults.append("the file is encrypted")
    return Found("version, ID, encryption", tuple(Fault(rules.X4_FILE, each) for each in faults))


def _keys(asked: Asked) -> Found:
    claims = dict(asked.facts.claims)
    faults = []
    if "XMP" not in claims:
        faults.append("the file has no XMP metadata")
    else:
        faults += [f"the metadata do not say {key}" for key in _KEYS if not claims.get(key)]
    if "XMP filter" in claims:
        faults.append("the XMP metadata are compressed")
    version, info = claims.get("GTS_PDFXVersion", NAME), dict(asked.facts.info)
    if version not in (NAME, f"{NAME}p"):
        faults.append(f"the metadata say {version[:40]}")
    for trapped in {claims.get("Trapped", "True"), info.get("Trapped", claims.get("Trapped", "True"))}:
        if trapped not in ("True", "False"):
            faults.append(f"Trapped is {trapped[:20]}: it must be True or False")
    return Found(f"{', '.join(_KEYS[:5])} and dates", tuple(Fault(rules.X4_KEYS, each) for each in faults))


def _intent(asked: Asked) -> Found:
    intents = [each for each in asked.facts.intents if each.kind == "GTS_PDFX"]
    faults = []
    if len(intents) != 1:
        faults.append(f"{len(intents)} output intents of PDF/X, and not one")
    for intent in intents:
        if not intent.profile_class:
            faults.append("the output intent has no profile embedded")
            continue
        if intent.profile_class != "prtr":
            faults.append(f"the output intent's profile is none of a printer ({intent.profile_class[:8]})")
        if _COMPONENTS.get(intent.profile_space) != intent.components:
            told = f"{intent.components} components, and its profile is {intent.profile_space[:8] or 'unreadable'}"
            faults.append(f"the output intent says {told}")
        if not intent.condition:
            faults.append("the output intent does not name its printing condition")
    return Found("the output intent and its profile", tuple(Fault(rules.X4_INTENT, each) for each in faults))


def _boxes(asked: Asked) -> Found:
    gathered = Gathered()
    for page in asked.facts.pages:
        for message in _nesting(page):
            gathered.add(Fault(rules.X4_BOXES, message, (page.index,)))
    return Found("trim, bleed, crop and media boxes", gathered.all())


def _nesting(page: PageFacts) -> list[str]:
    found = []
    inner = page.trim or page.art
    if inner is None:
        return ["neither a trim box nor an art box"]
    if page.trim is not None and page.art is not None:
        found.append("both a trim box and an art box")
    outer = page.bleed or page.crop or page.media
    if not inner.within(outer, _SLACK):
        found.append("a trim box that reaches over the bleed box")
    if page.bleed is not None and not page.bleed.within(page.media, _SLACK):
        found.append("a bleed box that reaches over the media box")
    if not inner.within(page.media, _SLACK):
        found.append("a trim box that reaches over the media box")
    return found


def _annotations(asked: Asked) -> Found:
    gathered = Gathered()
    for page in asked.facts.pages:
        area = page.bleed or page.trim or page.media
        for each in page.annotations:
            if each.kind not in ("TrapNet", "PrinterMark") and each.box is not None and each.box.cut(area) is not None:
                message = f"an annotation ({each.kind[:30]}) within the bleed"
                gathered.add(Fault(rules.X4_ANNOTATIONS, message, (page.index,)))
    return Found("annotations and where they lie", gathered.all())


def _forbidden(asked: Asked) -> Found:
    facts, gathered = asked.facts, Gathered()
    held = {
        "scripts": facts.scripts,
        "form fields": facts.forms,
        "attached files": facts.attachments,
        "actions": bool(facts.actions),
    }
    for what, there in held.items():
        if there:
            gathered.add(Fault(rules.X4_FORBIDDEN, f"the file holds {what}"))
    for page in facts.pages:
        for what in page.forbidden:
            gathered.add(Fault(rules.X4_FORBIDDEN, what, (page.index,)))
    return Found("actions, scripts, forms, attachments, PostScript, OPI, LZW", gathered.all())


def _colours(asked: Asked) -> Found:
    intent = next((each for each in asked.facts.intents if each.kind == "GTS_PDFX"), None)
    allowed = _OF_INTENT.get((intent.components if intent else 0) or 4, ())
    gathered = Gathered()
    for page in asked.facts.pages:
        spaces: list[Space] = [paint.space for paint in page.paints]
        spaces += [picture.space for picture in page.pictures if picture.space is not None]
        for space in dict.fromkeys(spaces):
            for device in devices(space):
                if device not in allowed:
                    message = f"{device}, which the output intent does not describe"
                    gathered.add(Fault(rules.X4_COLOUR, message, (page.index,)))
    return Found("the device colours of all that is painted, behind palettes and spot inks too", gathered.all())


CHECKS = (
    Check("X1", "PDF/X-4: version and ID", _file),
    Check("X2", "PDF/X-4: metadata", _keys),
    Check("X3", "PDF/X-4: output intent", _intent),
    Check("X4", "PDF/X-4: boxes", _boxes),
    Check("X5", "PDF/X-4: annotations", _annotations),
    Check("X6", "PDF/X-4: what is forbidden", _forbidden),
    Check("X7", "PDF/X-4: device colours", _colours),
)
