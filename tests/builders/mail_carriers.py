"""Mails with the same words beside their text: headers, categories, flags, options of a vote, other bodies."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from email.header import Header
from email.message import EmailMessage

from tests.builders.compound_files import compound
from tests.builders.embargo_carriers import STORY, TITLE
from tests.builders.outlook_stores import attached_mail, store
from tests.builders.outlook_stores import mail as stored

Maker = Callable[[str], bytes]
SUBJECT, BODY, CLASS, HEADERS, HTML, COMMENT, DEFERRED = 0x37, 0x1000, 0x1A, 0x7D, 0x1013, 0x3004, 0x000F
NAME, DATA = 0x3707, 0x3701
NAMED = 0x8001  # the first of the properties that have no number of their own
_TEXT, _BYTES, _TEXTS, _MOMENT = 0x1F, 0x102, 0x101F, 0x40
_INSIDE = "__substg1.0_3701000D"


def _storage(values: Mapping[int, object], header: int = 32, at: str = "") -> dict[str, bytes]:
    """The streams of a message in a MSG ([MS-OXMSG] 2.1)."""
    fixed, streams = b"", {}
    for number, value in values.items():
        if isinstance(value, int):
            fixed += struct.pack("<IIQ", number << 16 | _MOMENT, 6, value)
        elif isinstance(value, list):
            lengths = b"".join(struct.pack("<I", 2 * len(one) + 2) for one in value)
            streams[f"{at}__substg1.0_{number:04X}{_TEXTS:04X}"] = lengths
            for n, one in enumerate(value):
                streams[f"{at}__substg1.0_{number:04X}{_TEXTS:04X}-{n:08X}"] = (one + "\0").encode("utf-16-le")
        else:
            kind, data = (_TEXT, value.encode("utf-16-le")) if isinstance(value, str) else (_BYTES, value)
            streams[f"{at}__substg1.0_{number:04X}{kind:04X}"] = data
    return {f"{at}__properties_version1.0": bytes(header) + fixed, **streams}


def _msg(values: Callable[[str], Mapping[int, object]], **attached: bytes) -> Maker:
    def make(words: str) -> bytes:
        plain = {CLASS: "IPM.Note", SUBJECT: TITLE, BODY: f"{TITLE}\r\n\r\n{STORY}"}
        streams = _storage(plain | dict(values(words)))
        for n, (name, data) in enumerate(attached.items()):
            streams |= _storage({NAME: name, DATA: data}, 8, f"__attach_version1.0_#{n:08X}/")
        return compound(streams)

    return make


def _attached(words: str) -> bytes:
    return _msg(lambda _: {}, **{f"{words.replace(':', '.')}.txt": b"The tides of the port."})(words)


def _msg_inside(words: str) -> bytes:
    at = f"__attach_version1.0_#00000000/{_INSIDE}/"
    inner = _storage({CLASS: "IPM.Note", SUBJECT: TITLE, BODY: STORY, NAMED: [words]}, 24, at)
    streams = _storage({CLASS: "IPM.Note", SUBJECT: TITLE, BODY: STORY})
    streams |= _storage({0x3705: "x"}, 8, "__attach_version1.0_#00000000/")
    return compound(streams | {f"{at.rstrip('/')}/x": b""} | inner)


def _eml(change: Callable[[EmailMessage, str], object]) -> Maker:
    def make(words: str) -> bytes:
        message = EmailMessage()
        message["From"], message["Subject"] = "ana@port.example", TITLE
        message.set_content(f"{TITLE}\n\n{STORY}")
        told = change(message, words)
        return told if isinstance(told, bytes) else message.as_bytes()

    return make


def _raw_header(name: str, words: Callable[[str], str]) -> Maker:
    head = f"From: ana@port.example\nSubject: {TITLE}\n"
    return lambda said: f"{head}{name}: {words(said)}\n\n{TITLE}\n\n{STORY}\n".encode()


def _encoded(words: str) -> str:
    return Header(words, "utf-8", maxlinelen=60).encode()


def _quoted(words: str) -> str:
    return "=?utf-8?q?" + "".join(f"={byte:02X}" for byte in words.encode()) + "?="


def _epilogue(message: EmailMessage, words: str) -> None:
    message.add_attachment("The tides.", filename="a.txt")
    message.epilogue = f"{words}\n"


def _header(name: str) -> Callable[[EmailMessage, str], None]:
    def change(message: EmailMessage, words: str) -> None:
        message[name] = words

    return change


def _emlx(words: str) -> bytes:
    mail = f"From: ana@port.example\nSubject: {TITLE}\nX-Note: {words}\n\n{TITLE}\n\n{STORY}\n".encode()
    return str(len(mail)).encode() + b"\n" + mail + b'<?xml version="1.0"?><plist version="1.0"><dict/></plist>\n'


MAIL_CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("msg", "category"): _msg(lambda words: {NAMED: ["Press", words]}),
    ("msg", "flag to follow up"): _msg(lambda words: {NAMED: words}),
    ("msg", "options of a vote"): _msg(lambda words: {NAMED: b"\2\1" + bytes(6) + words.encode("utf-16-le")}),
    ("msg", "comment"): _msg(lambda words: {COMMENT: words}),
    ("msg", "header X-Note"): _msg(lambda words: {HEADERS: f"From: ana@port.example\r\nX-Note: {words}\r\n\r\n"}),
    ("msg", "header Comments"): _msg(lambda words: {HEADERS: f"Comments: {words}\r\n\r\n"}),
    ("msg", "other body"): _msg(lambda words: {HTML: f"<p>{words}</p><p>{STORY}</p>".encode()}),
    ("msg", "hidden words of the page"): _msg(lambda words: {HTML: f"<p hidden>{words}</p><p>x</p>".encode()}),
    ("msg", "name of an attachment"): _attached,
    ("msg", "category of a mail inside"): _msg_inside,
    ("eml", "encoded header"): _raw_header("X-Note", _encoded),
    ("eml", "header in quoted letters"): _raw_header("Comments", _quoted),
    ("eml", "encoded subject"): lambda words: _raw_header("X", str)(words).replace(
        f"Subject: {TITLE}".encode(), f"Subject: {_encoded(words)}".encode()
    ),
    ("eml", "category"): _eml(_header("X-Categories")),
    ("eml", "flag"): _eml(_header("X-Message-Flag")),
    ("eml", "Content-Description"): _eml(_header("Content-Description")),
    ("eml", "epilogue"): _eml(_epilogue),
    ("emlx", "X-Note"): _emlx,
}

MAIL_NAMED: Mapping[tuple[str, str], Maker] = {
    ("eml", "X-Embargo"): _eml(_header("X-Embargo")),
    ("eml", "Deferred-Delivery"): _eml(_header("Deferred-Delivery")),
    ("eml", "X-Release-Date"): _eml(_header("X-Release-Date")),
    ("msg", "Deferred-Delivery"): _msg(lambda day: {DEFERRED: (int(day[:4]) - 1601) * 31_556_952 * 10_000_000}),
    ("msg", "X-Embargo"): _msg(lambda day: {HEADERS: f"X-Embargo: {day}\r\n\r\n"}),
}


def pst(more: Mapping[int, object]) -> bytes:
    """A store of one mail with these properties."""
    return store({"Inbox": [stored(TITLE, f"{TITLE}\r\n\r\n{STORY}", more)]})


# What a mail in a store has; the store itself is held in any case.
PST_CARRIERS: Mapping[str, Maker] = {
    "category": lambda words: pst({NAMED: words}),
    "header X-Note": lambda words: pst({HEADERS: f"X-Note: {words}\r\n\r\n"}),
    "other body": lambda words: pst({HTML: f"<p>{words}</p><p>{STORY}</p>".encode()}),
    "comment": lambda words: pst({COMMENT: words}),
    "appointment attached to a mail": lambda words: store(
        {"Inbox": [stored(TITLE, STORY, None, attached_mail("Meeting", stored(words, "", {CLASS: "IPM.Appointment"})))]}
    ),
}


def pst_with_note(words: str, kind: str = "IPM.StickyNote", *, deleted: bool = False) -> bytes:
    """Return a store of one mail, and a note that lies beside it."""
    note = stored(words[:20], f"{words}\r\nPort", {CLASS: kind})
    inbox = {"Inbox": [stored(TITLE, f"{TITLE}\r\n\r\n{STORY}")]}
    return store(inbox, [note]) if deleted else store(inbox | {"Notes": [note]})
