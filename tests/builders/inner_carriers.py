"""Office files with the same words in a document inside them, or where binary formats put notes: (format, place) -> a
maker of them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping

import olefile

from tests.builders.compound_files import compound
from tests.builders.embargo_carriers import CARRIERS, STORY, TITLE, rich, word
from tests.builders.office_files import changed, making, member
from tests.builders.packed_files import zipped

Maker = Callable[[str], bytes]
old_word, show97, sheets97 = making("old_word"), making("show97"), making("sheets97")
opendocument, workbooks = making("opendocument"), making("workbooks")

_DOCX, _PPTX, _XLSX = (CARRIERS[place] for place in (("docx", "company"), ("pptx", "comment"), ("xlsx", "comment")))
_UTF_8 = struct.pack("<IhH", 2, -535, 0)
_CUSTOM = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")


def text_docx(words: str) -> bytes:
    return bytes(word.document(word.Word(body=f"{word.par(words)}{word.par(TITLE)}{word.par(STORY)}")))


def _text_odt(words: str) -> bytes:
    body = f"{opendocument.par(words)}{opendocument.heading(TITLE)}{opendocument.par(STORY)}"
    return bytes(opendocument.document(opendocument.Open(body)))


def _text_pdf(words: str) -> bytes:
    return CARRIERS["pdf", "watermark"](words)


def _text_rtf(words: str) -> bytes:
    return bytes(rich.rich(f"{rich.words(words)}\\par {TITLE}\\par {STORY}"))


def _text_doc(words: str) -> bytes:
    return bytes(old_word.document(old_word.OldWord([old_word.par(one) for one in (words, TITLE, STORY)])))


def _text_xls(words: str) -> bytes:
    return bytes(sheets97.xls({"Note": [[words, "x"], ["1", "2"]]}))


def _text_ppt(words: str) -> bytes:
    return bytes(show97.show(show97.Show([show97.Slide(words, [STORY])])))


def _text_xlsx(words: str) -> bytes:
    return bytes(workbooks.workbook({"Note": [[words, "x"], ["1", "2"]]}))


def _text_pptx(words: str) -> bytes:
    return _PPTX(words)


def _native(make: Callable[[str], bytes], name: bytes = b"note.txt") -> Maker:
    """A package of any program: [MS-OLEDS] 2.3.6, as Office writes it."""

    def made(words: str) -> bytes:
        data = make(words)
        body = struct.pack("<H", 2) + name + b"\0" + b"C:\\" + name + b"\0" + struct.pack("<HHI", 0, 3, 4) + b"a.b\0"
        body += struct.pack("<I", len(data)) + data
        return compound({"\1Ole10Native": struct.pack("<I", len(body)) + body})

    return made


def _packaged(make: Callable[[str], bytes], stream: str = "Package") -> Maker:
    return lambda words: compound({"\1CompObj": bytes(80), stream: make(words)})


def _inside(part: str, inner: Callable[[str], bytes], outer: Callable[[], bytes]) -> Maker:
    return lambda words: changed(outer(), {part: inner(words)})


def _docx() -> bytes:
    return text_docx(TITLE)


def _pptx() -> bytes:
    return _PPTX(TITLE)


def _xlsx() -> bytes:
    return _text_xlsx("Photos")


def _odt() -> bytes:
    return _text_odt(TITLE)


def _properties(identifier: bytes, values: Mapping[int, bytes]) -> bytes:
    """A property set ([MS-OLEPS] 2.20)."""
    at, index, body = 8 + 8 * len(values), b"", b""
    for number, value in values.items():
        index += struct.pack("<II", number, at + len(body))
        body += value + bytes(-len(value) % 4)
    section = struct.pack("<II", at + len(body), len(values)) + index + body
    return struct.pack("<HHI16xI", 0xFFFE, 0, 0x20006, 1) + identifier + struct.pack("<I", 48) + section


def _said(words: str, *, wide: bool = False) -> bytes:
    data = (words + "\0").encode("utf-16-le" if wide else "utf-8")
    return struct.pack("<II", 31 if wide else 30, len(words) + 1 if wide else len(data)) + data


def _custom(words: str, name: str = "Note") -> bytes:
    names = struct.pack("<I", 1) + struct.pack("<II", 2, len(name) + 1) + name.encode() + b"\0"
    return _properties(_CUSTOM, {0: names, 1: _UTF_8, 2: _said(words)})


def _summary(number: int, *, wide: bool = False) -> Maker:
    return lambda words: _properties(_SUMMARY, {1: _UTF_8, number: _said(words, wide=wide)})


def _streams(data: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def _with_streams(outer: Callable[[], bytes], streams: Callable[[str], Mapping[str, bytes]]) -> Maker:
    return lambda words: compound(_streams(outer()) | dict(streams(words)))


def _doc() -> bytes:
    return _text_doc(TITLE)


def _xls() -> bytes:
    return bytes(sheets97.xls({"Foto": [["File", "Caption"], ["pier.jpg", STORY]]}))


def _ppt() -> bytes:
    return _text_ppt(TITLE)


def _annotated(words: str) -> bytes:
    """A Word file with a comment: its story stands behind those of headers ([MS-DOC] 2.3.5)."""
    data = _text_doc(TITLE)
    streams = _streams(data)
    whole = old_word.OldWord(
        [old_word.par(TITLE), old_word.par(STORY)], header=[old_word.par("Port")], notes=[old_word.par(words)]
    )
    streams["WordDocument"], streams["1Table"] = old_word.parts(whole)
    main = bytearray(streams["WordDocument"])
    notes = struct.unpack_from("<I", main, 0x50)[0]
    struct.pack_into("<III", main, 0x50, 0, struct.unpack_from("<I", main, 0x54)[0], 0)
    struct.pack_into("<I", main, 0x5C, notes)
    streams["WordDocument"] = bytes(main)
    return compound(streams)


def _vanished(words: str) -> bytes:
    hidden = struct.pack("<HB", 0x083C, 1)
    body = [old_word.par(TITLE), old_word.Par([old_word.Run(words, None, hidden)]), old_word.par(STORY)]
    return bytes(old_word.document(old_word.OldWord(body)))


def _deleted(words: str) -> bytes:
    gone = struct.pack("<HB", 0x0800, 1)
    body = [old_word.par(TITLE), old_word.Par([old_word.Run(words, None, gone)]), old_word.par(STORY)]
    return bytes(old_word.document(old_word.OldWord(body)))


def _sheet(make: Callable[[str], bytes]) -> Maker:
    return lambda words: bytes(sheets97.xls({"Foto": [["File", "Caption"], ["pier.jpg", STORY]]}, more=make(words)))


def _cell_note(words: str) -> bytes:
    said = b"\0" + words.encode("latin-1")
    box = sheets97.record(0x01B6, struct.pack("<HH6xHH4x", 0x212, 0, len(words), 16))
    return box + sheets97.record(0x003C, said) + sheets97.record(0x003C, bytes(16))


def _page_header(words: str) -> bytes:
    said = f"&L{words}"
    return bytes(sheets97.record(0x0014, struct.pack("<HB", len(said), 1) + said.encode("utf-16-le")))


def _shown(more: Callable[[str], bytes]) -> Maker:
    """A presentation with more records behind those that it has."""

    def made(words: str) -> bytes:
        streams = _streams(_ppt())
        streams["PowerPoint Document"] += more(words)
        return compound(streams)

    return made


def _comment97(words: str) -> bytes:
    said = show97.record(0x0FBA, words.encode("utf-16-le"), instance=2)
    return bytes(show97.record(0x2EE0, show97.record(0x2EE1, bytes(28)) + said, version=15))


def _object97(make: Callable[[str], bytes]) -> Maker:
    return _shown(
        lambda words: show97.record(
            0x1011, struct.pack("<I", len(make(words))) + zlib.compress(make(words)), instance=1
        )
    )


def _rtf_object(make: Callable[[str], bytes]) -> Maker:
    def made(words: str) -> bytes:
        data = make(words)
        inside = struct.pack("<III", 0x501, 2, 8) + b"Package\0" + bytes(8) + struct.pack("<I", len(data)) + data
        body = f"{{\\object\\objemb{{\\*\\objclass Package}}{{\\*\\objdata {inside.hex()}}}}}"
        return bytes(rich.rich(f"{body}\\par {TITLE}\\par {STORY}"))

    return made


_EMBEDDED = {
    "docx": text_docx, "pptx": _text_pptx, "xlsx": _text_xlsx, "doc": _text_doc, "ppt": _text_ppt, "xls": _text_xls,
    "odt": _text_odt, "pdf": _text_pdf, "rtf": _text_rtf, "txt": str.encode,
    "zip": lambda words: zipped({"a.txt": words}),
}  # fmt: skip
_OUTER = {"docx": ("word", _docx), "pptx": ("ppt", _pptx), "xlsx": ("xl", _xlsx)}

INNER_CARRIERS: Mapping[tuple[str, str], Maker] = {
    **{
        (outer, f"{kind} inside"): _inside(f"{folder}/embeddings/a.{kind}", make, base)
        for outer, (folder, base) in _OUTER.items()
        for kind, make in _EMBEDDED.items()
        if outer == "docx" or kind in ("docx", "xls", "pdf")
    },
    **{
        (outer, f"{kind} in an object"): _inside(f"{folder}/embeddings/oleObject1.bin", _native(make), base)
        for outer, (folder, base) in _OUTER.items()
        for kind, make in _EMBEDDED.items()
        if outer == "docx" or kind in ("docx", "xls", "pdf")
    },
    ("docx", "docx in a stream"): _inside("word/embeddings/oleObject1.bin", _packaged(text_docx), _docx),
    ("docx", "pdf in a stream"): _inside("word/embeddings/oleObject1.bin", _packaged(_text_pdf, "CONTENTS"), _docx),
    ("docx", "odt in a stream"): _inside(
        "word/embeddings/oleObject1.bin", _packaged(_text_odt, "package_stream"), _docx
    ),
    ("docx", "docx in a docx inside"): _inside(
        "word/embeddings/a.docx", _inside("word/embeddings/b.docx", text_docx, _docx), _docx
    ),
    ("docx", "rtf as a chunk"): _inside("word/afchunk1.rtf", _text_rtf, _docx),
    ("docx", "text as a chunk"): _inside("word/afchunk1.txt", str.encode, _docx),
    ("docx", "comment of a docx inside"): _inside("word/embeddings/a.docx", CARRIERS["docx", "comment"], _docx),
    ("odt", "docx in an object"): _inside("Object 1", _native(text_docx), _odt),
    ("odt", "text in an object"): _inside("Object 1", _native(str.encode), _odt),
    ("odt", "document inside"): lambda words: changed(
        _odt(), {"Object 2/content.xml": member(_text_odt(words), "content.xml")}
    ),
    ("odt", "pdf inside"): _inside("Object 3", _text_pdf, _odt),
    ("rtf", "text in an object"): _rtf_object(_native(str.encode)),
    ("rtf", "docx in an object"): _rtf_object(_native(text_docx)),
    ("rtf", "doc in an object"): _rtf_object(_text_doc),
    ("rtf", "name of an annotation"): lambda words: bytes(
        rich.rich(f"{{\\*\\atnauthor {rich.words(words)}}}{TITLE}\\par {STORY}")
    ),
    ("doc", "comment"): _annotated,
    ("doc", "hidden words"): _vanished,
    ("doc", "deleted words"): _deleted,
    ("doc", "comments of its summary"): _with_streams(_doc, lambda w: {"\5SummaryInformation": _summary(6)(w)}),
    ("doc", "last author"): _with_streams(_doc, lambda w: {"\5SummaryInformation": _summary(8, wide=True)(w)}),
    ("doc", "manager"): _with_streams(_doc, lambda w: {"\5DocumentSummaryInformation": _summary(14)(w)}),
    ("doc", "property of a user"): _with_streams(_doc, lambda w: {"\5DocumentSummaryInformation": _custom(w)}),
    **{
        ("doc", f"{kind} in an object"): _with_streams(
            _doc, lambda w, make=make: {"ObjectPool/_1/\1Ole10Native": _streams(_native(make)(w))["\1Ole10Native"]}
        )
        for kind, make in _EMBEDDED.items()
    },
    ("doc", "xls inside"): _with_streams(
        _doc, lambda w: {"ObjectPool/_1/Workbook": _streams(_text_xls(w))["Workbook"]}
    ),
    ("doc", "docx in a stream"): _with_streams(_doc, lambda w: {"ObjectPool/_1/Package": text_docx(w)}),
    ("xls", "note of a cell"): _sheet(_cell_note),
    ("xls", "header of the printed page"): _sheet(_page_header),
    ("xls", "name of a sheet"): lambda words: bytes(
        sheets97.xls({"Foto": [["File", "Caption"], ["pier.jpg", STORY]], words.replace(":", "."): [["1"]]})
    ),
    ("xls", "property of a user"): _with_streams(_xls, lambda w: {"\5DocumentSummaryInformation": _custom(w)}),
    ("xls", "comments of its summary"): _with_streams(_xls, lambda w: {"\5SummaryInformation": _summary(6)(w)}),
    ("xls", "docx in an object"): _with_streams(_xls, lambda w: {"MBD0001/Package": text_docx(w)}),
    ("ppt", "hidden slide"): lambda words: bytes(
        show97.show(show97.Show([show97.Slide(TITLE, [STORY]), show97.Slide(words, hidden=True)]))
    ),
    ("ppt", "comment"): _shown(_comment97),
    ("ppt", "property of a user"): _with_streams(_ppt, lambda w: {"\5DocumentSummaryInformation": _custom(w)}),
    ("ppt", "docx in an object"): _object97(lambda w: compound({"Package": text_docx(w)})),
    ("ppt", "text in an object"): _object97(_native(str.encode)),
}  # fmt: skip

INNER_NAMED: Mapping[tuple[str, str], Maker] = {
    ("doc", "embargo of a user"): _with_streams(
        _doc, lambda d: {"\5DocumentSummaryInformation": _custom(d, "Embargo until")}
    ),
    ("xls", "embargo of a user"): _with_streams(
        _xls, lambda d: {"\5DocumentSummaryInformation": _custom(d, "Embargo")}
    ),
}
