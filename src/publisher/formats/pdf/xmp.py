"""What a PDF says of itself in its metadata: XMP (ISO 16684-1), in agreement with the Info dictionary.

WeasyPrint writes the packet of a PDF/A or PDF/UA; what it does not know is added here. That of a PDF/X-4
(ISO 15930-7, 6.17) is ours altogether, since it must hold no chance and no clock.
"""

from __future__ import annotations

import uuid
from typing import Any
from xml.sax.saxutils import escape

from publisher.formats.pdf.variants import Kind
from publisher.formats.pdf.weasy import pydyf
from publisher.style.composition import Composition

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
_FOOT = "\n</x:xmpmeta>\n" + (" " * 99 + "\n") * 20 + '<?xpacket end="w"?>'
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_UA = "http://www.aiim.org/pdfua/ns/id/"


def describe(pdf: Any, composition: Composition, kind: Kind) -> None:
    """Complete the metadata, or write them for the press."""
    if kind.name == "pdf/x-4":
        _write_for_press(pdf, composition)
    if "Metadata" not in pdf.catalog:
        return
    blocks = _known_to_us(composition)
    if kind.ua:
        blocks += _IS_UA
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream = [piece.replace(b"</rdf:RDF>", blocks.encode() + b"</rdf:RDF>") for piece in stream.stream]


def _known_to_us(composition: Composition) -> str:
    """Language, identifier, publisher, rights."""
    info = composition.info
    parts = [f"<dc:language><rdf:Bag><rdf:li>{escape(info.language)}</rdf:li></rdf:Bag></dc:language>"]
    if composition.identifier:
        parts.append(f"<dc:identifier>{escape(composition.identifier)}</dc:identifier>")
    if info.publisher:
        parts.append(f"<dc:publisher><rdf:Bag><rdf:li>{escape(info.publisher)}</rdf:li></rdf:Bag></dc:publisher>")
    if info.rights:
        parts.append(f"<dc:rights>{_alternative(info.rights)}</dc:rights>")
    return _description("".join(parts), 'xmlns:dc="http://purl.org/dc/elements/1.1/"')


def _description(inner: str, namespaces: str) -> str:
    return f'<rdf:Description {_RDF} {namespaces} rdf:about="">{inner}</rdf:Description>'


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


# That a PDF/A is a PDF/UA too is said in a schema that PDF/A does not know, so the schema comes along
# (ISO 19005-2, 6.6.2.3; ISO 14289-1, 5).
_IS_UA = _description("<pdfuaid:part>1</pdfuaid:part>", f'xmlns:pdfuaid="{_UA}"') + _description(
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>The part of ISO 14289 that this file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>",
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"',
)


def _write_for_press(pdf: Any, composition: Composition) -> None:
    """The packet and the Info of a PDF/X-4, the same for the same book."""
    info, date = composition.info, composition.modified
    for key in ("CreationDate", "ModDate"):
        pdf.info[key] = pydyf.String(f"D:{''.join(char for char in date if char.isdigit())}Z")
    pdf.info["Trapped"] = "/False"
    document = uuid.uuid5(uuid.NAMESPACE_URL, f"{composition.identifier}\n{composition.name}")
    authors = "".join(f"<rdf:li>{escape(person.name)}</rdf:li>" for person in info.authors)
    parts = [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        f"<dc:format>application/pdf</dc:format><dc:title>{_alternative(_said(pdf, 'Title'))}</dc:title>",
        f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else "",
        *(f"<xmp:{key}>{date}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate")),
        f"<xmp:CreatorTool>{escape(_said(pdf, 'Creator'))}</xmp:CreatorTool>",
        f"<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        f"<pdf:Producer>{escape(_said(pdf, 'Producer'))}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>",
    ]
    namespaces = (
        'xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    )
    packet = f"{_HEAD}<rdf:RDF {_RDF}>{_description(''.join(parts), namespaces)}</rdf:RDF>{_FOOT}"
    stream = pydyf.Stream([packet.encode()], {"Type": "/Metadata", "Subtype": "/XML"})  # never compressed
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _said(pdf: Any, key: str) -> str:
    return str(pdf.info[key].string)
