"""Read XMP packets (ISO 16684-1): any prefix, attribute or element form, language alternatives, lists, structures."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from lxml import etree

from archive.pictures.containers import MAX_BLOCK
from ingest.photo.metadata_fields import FACES, KEYS, Fields, SourceValue
from ingest.photo.metadata_text import clean_metadata_text, decode_metadata_text, unescape_html

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTAINERS = frozenset({_RDF + "Alt", _RDF + "Bag", _RDF + "Seq"})
_ROOT = re.compile(r"<(?:[\w.-]{1,64}:)?(?:xmpmeta|xapmeta|RDF)[\s>]")
_DEEPEST = 8
_MOST_VALUES = 5_000
_MOST_NAMES = 5_000  # of properties whose namespace is looked up
_MOST_ATTRIBUTES = 500  # in one element: libxml2 searches for each from the first one on

# The namespaces whose properties are read by name, without their last character; a file may bind them to any prefix.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/1.1": "dc",
    "http://ns.adobe.com/photoshop/1.0": "photoshop",
    "http://ns.adobe.com/xap/1.0": "xmp",
    "http://ns.adobe.com/xap/1.0/rights": "xmpRights",
    "http://ns.adobe.com/xap/1.0/mm": "xmpMM",
    "http://ns.adobe.com/xmp/note": "xmpNote",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29": "Iptc4xmpExt",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-19": "Iptc4xmpExt",
    "http://ns.adobe.com/exif/1.0": "exif",
    "http://ns.adobe.com/exif/1.0/aux": "aux",
    "http://cipa.jp/exif/1.0": "exifEX",
    "http://ns.adobe.com/tiff/1.0": "tiff",
    "http://ns.adobe.com/lightroom/1.0": "lr",
    "http://ns.adobe.com/camera-raw-settings/1.0": "crs",
    "http://ns.useplus.org/ldf/xmp/1.0": "plus",
    "http://www.digikam.org/ns/1.0": "digiKam",
    "http://www.metadataworkinggroup.com/schemas/regions": "mwg-rs",
    "http://ns.microsoft.com/photo/1.2": "MP",
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo": "MPRI",
    "http://ns.microsoft.com/photo/1.2/t/Region": "MPReg",
}
_RESPELLED = {uri.lower().removeprefix("http://"): prefix for uri, prefix in _PREFIXES.items()}
# The properties that any key uses, and the fields of structures, in lower case -> correct spelling.
_PROPERTIES = {
    (part if ":" in part else f"{path.partition(':')[0]}:{part}").casefold(): (
        part if ":" in part else f"{path.partition(':')[0]}:{part}"
    )
    for key in KEYS
    for name in (*key.xmp, *key.copies, *key.united)
    for path in name.split("+")
    for part in path.split("/")
}
_REGIONS, _FACE = FACES.rpartition("/")[0], "face"
_FORMER_RDF = re.compile(r"http://www\.w3\.org/TR/(?:1999/)?(?:REC|PR)-rdf-syntax-19990(?:217|105)#")
_REFERENCES = re.compile(r"(?:&#(?:[0-9]{1,8}|x[0-9A-Fa-f]{1,8});)+")
# An ampersand that does not begin a reference known in XML without a document type.
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,30};)?")
# Some programs use undeclared prefixes; the usual ones are declared around everything.
_WRAPPER = (
    '<packet xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="adobe:ns:meta/" '
    + " ".join(f'xmlns:{prefix}="{uri}/"' for prefix, uri in {p: u for u, p in reversed(_PREFIXES.items())}.items())
    + ">"
)
_UNNAMED = frozenset({"", "x-default"})


def read_xmp(packet: bytes, source: str = "xmp") -> Fields:
    """Return the content of one packet, under names like `dc:description` and `Iptc4xmpExt:LocationShown/City`, as the
    `source`.

    Damaged packets are read as far as possible. Document types and entities are never used. The name of a region that
    is not a face is under `.../Name (Pet)` or similar.
    """
    fields: dict[str, list[SourceValue]] = {}
    root = _parse(packet)
    if root is not None:
        names: dict[str, str] = {}
        for path, said in _described(root, names):
            fields.setdefault(path, []).append(said)
    return Fields(source, fields)


def is_xmp(packet: bytes) -> bool:
    """Return whether XMP or RDF begins in these bytes, in any encoding."""
    return _ROOT.search(_characters(packet[:MAX_BLOCK]).replace("\0", "")) is not None


def _parse(packet: bytes) -> etree._Element | None:
    """Return the root element. Everything before it is cut off, where a document type could be."""
    text = _characters(packet[:MAX_BLOCK]).replace("\0", "")
    start = _ROOT.search(text)
    if start is None:
        return None
    body = text[start.start() :]
    if "&" in body:
        body = _AMPERSAND.sub(_unknown_reference, _REFERENCES.sub(_paired, body))
    if "/TR/" in body:
        body = _FORMER_RDF.sub(_RDF[1:-1], body)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring((_WRAPPER + body).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _unknown_reference(match: re.Match[str]) -> str:
    """Return a bare ampersand, or a name known only in HTML, escaped for XML; what a document type may define is
    dropped."""
    if match[1] is None:
        return "&amp;"
    char = html.unescape(match[0])
    return match[0] if char == match[0] else escape(char)


def _paired(match: re.Match[str]) -> str:
    """Return character references with surrogate pairs joined, as written by programs that count in UTF-16. A lone
    surrogate is dropped: libxml2 accepts it, and lxml fails on it."""
    codes = [int(part[1:], 16) if part[0] == "x" else int(part) for part in match[0][2:-1].split(";&#")]
    if not any(0xD800 <= code <= 0xDFFF for code in codes):
        return match[0]
    units = "".join(chr(code) for code in codes if code <= sys.maxunicode).encode("utf-16-be", "surrogatepass")
    return escape(units.decode("utf-16-be", "ignore"))


def _characters(packet: bytes) -> str:
    """Return the packet's text: UTF-8, or UTF-16 or UTF-32 as shown by the zeros around its first angle bracket."""
    start = packet.find(b"<", 0, 400)
    before, after = packet[max(0, start - 3) : start], packet[start + 1 : start + 4]
    if start >= 0:
        if before == b"\0\0\0":
            return packet[start - 3 :].decode("utf-32-be", "replace")
        if before[-1:] == b"\0":
            return packet[start - 1 :].decode("utf-16-be", "replace")
        if after == b"\0\0\0":
            return packet[start:].decode("utf-32-le", "replace")
        if after[:1] == b"\0":
            return packet[start:].decode("utf-16-le", "replace")
    return decode_metadata_text(packet)


def _described(root: etree._Element, names: dict[str, str]) -> Iterator[tuple[str, SourceValue]]:
    left = _MOST_VALUES
    for description in root.iter(_RDF + "Description"):
        parent = description.getparent()
        if parent is not None and parent.tag != _RDF + "RDF":
            continue  # the value of a structure, reached again from its property
        for found in _properties(description, "", 0, names):
            yield found
            left -= 1
            if left <= 0:
                return


def _properties(
    node: etree._Element, path: str, depth: int, names: dict[str, str]
) -> Iterator[tuple[str, SourceValue]]:
    """Yield the properties of a description or structure, written as attributes or elements."""
    for tag in islice(node.attrib, _MOST_ATTRIBUTES):
        name = _name(str(tag), node, names)
        text = _tidy(node.get(tag) or "") if name else ""
        if text:
            yield _join(path, name), SourceValue(text)
    for child in node:
        name = _name(child.tag, child, names) if isinstance(child.tag, str) else ""
        if name:
            yield from _value(child, _join(path, name), depth + 1, names)


def _value(node: etree._Element, path: str, depth: int, names: dict[str, str]) -> Iterator[tuple[str, SourceValue]]:
    """Return the value or values of one property or list item."""
    if depth > _DEEPEST:
        return
    if not len(node) and not node.attrib:  # the common case, for the hundreds in a developed picture
        if text := _tidy(node.text or ""):
            yield path, SourceValue(text)
        return
    children = [child for child in node if isinstance(child.tag, str)]
    if len(children) == 1 and children[0].tag in _CONTAINERS:
        yield from _items(children[0], path, depth, names)
        return
    if len(children) == 1 and children[0].tag == _RDF + "Description":
        node, children = children[0], list(children[0])
    literal = node.find(_RDF + "value")
    if literal is None and (children or any(_name(str(tag), node, names) for tag in node.attrib)):
        found = _properties(node, path, depth, names)
        yield from _region(list(islice(found, _MOST_VALUES))) if path == _REGIONS else found
        return
    given = node.get(_RDF + "value") or node.get(_RDF + "resource") or ""
    text = _tidy(_text(node if literal is None else literal) or given)
    if text:
        language = (node.get(_LANG) or "").strip()
        yield path, SourceValue(text, None if language.lower() in _UNNAMED else language)


def _region(found: list[tuple[str, SourceValue]]) -> Iterator[tuple[str, SourceValue]]:
    """Read one region of MWG's list: its name counts as a person's if it is a face or has no type."""
    kind = next((said.value for path, said in found if path == f"{_REGIONS}/Type"), _FACE)
    for path, said in found:
        yield f"{path} ({kind[:40]})" if path == FACES and kind.casefold() != _FACE else path, said


def _items(
    container: etree._Element, path: str, depth: int, names: dict[str, str]
) -> Iterator[tuple[str, SourceValue]]:
    """Return the items of a list in order; for language alternatives x-default first, or else the first one, then the
    others."""
    items = [item for item in container if item.tag == _RDF + "li"]
    if container.tag != _RDF + "Alt" or not any(item.get(_LANG) for item in items):
        for item in items:
            yield from _value(item, path, depth + 1, names)
        return
    items.sort(key=lambda item: (item.get(_LANG) or "x-default").lower() not in _UNNAMED)
    for index, item in enumerate(items):
        for where, said in _value(item, path, depth + 1, names):
            yield where, SourceValue(said.value, said.language, variant=index > 0)


def _name(tag: str, node: etree._Element, names: dict[str, str]) -> str:
    """Return `prefix:name` with this project's prefix for the namespace; empty for RDF and XML syntax."""
    known = names.get(tag)
    if known is None:
        uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        if tag.startswith((_RDF, "{http://www.w3.org/XML/", "{adobe:ns:meta/}", "xml:")):
            known = ""
        else:
            prefix = _PREFIXES.get(uri.rstrip("/#")) or _RESPELLED.get(_folded(uri)) or _declared(uri, node, names)
            known = _spelled(f"{prefix}:{local}" if prefix else local)
        names[tag] = known
    return known


def _folded(uri: str) -> str:
    """Return a namespace for comparison with misspelled ones."""
    return uri.rstrip("/#").lower().removeprefix("https://").removeprefix("http://")


def _spelled(name: str) -> str:
    """Return the name in standard spelling (`dc:rights` for `dc:Rights`), if it is a property in use."""
    return _PROPERTIES.get(name.casefold(), name)


def _declared(uri: str, node: etree._Element, names: dict[str, str]) -> str:
    """Return the file's own prefix for a namespace that is not in the table."""
    if not uri:
        return ""
    if uri not in names:
        few = len(names) < _MOST_NAMES  # listing the declarations costs as much as there are
        names[uri] = (
            next((prefix for prefix, bound in node.nsmap.items() if bound == uri and prefix), "") if few else ""
        )
    return names[uri]


def _join(path: str, name: str) -> str:
    """Return the name of a structure's field without its prefix if that is the prefix of the property."""
    if not path:
        return name
    prefix = path.partition(":")[0] + ":"
    return f"{path}/{name.removeprefix(prefix)}"


def _text(node: etree._Element) -> str:
    return (node.text or "") + "".join(child.tail or "" for child in node)


def _tidy(text: str) -> str:
    return clean_metadata_text(unescape_html(text))
