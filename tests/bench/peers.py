"""Other programs that give the words of a file: one row for each format and program."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path
from shutil import which

from lxml import etree

from archive.converter import FORMATS

SECONDS = 120  # that a program may take for a file
Words = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program and the suffixes of what it reads. `words` returns the words of a file, empty where it has none."""

    program: str
    suffixes: frozenset[str]
    words: Words

    @property
    def installed(self) -> bool:
        """Return whether the program is here."""
        return which(self.program) is not None

    def kept_words(self, path: Path, folder: Path | None) -> str:
        """Return the words of a file, from `folder` where an earlier run left them there."""
        if folder is None:
            return self.words(path)
        kept = folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.{path.suffix.lower()}.{self.program}"
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(self.words(path), encoding="utf-8", errors="replace")
        return kept.read_text(encoding="utf-8")


def _run(command: Sequence[str], folder: str | None = None) -> bytes:
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=SECONDS, cwd=folder, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout


def _printed(*command: str) -> Words:
    """The words that a command prints, with the path of the file where `{}` stands."""

    def words(path: Path) -> str:
        return _run([part.replace("{}", str(path.absolute())) for part in command]).decode("utf-8", "replace")

    return words


def _antiword(path: Path) -> str:
    """What antiword prints, without the word it puts in the place of a picture."""
    return _printed("antiword", "-m", "UTF-8.txt", "-w", "0", "{}")(path).replace("[pic]", "")


def _unrtf(path: Path) -> str:
    """What unrtf makes of a file as a page. As plain text it loses the letters of other alphabets, and prints messages
    among the words."""
    return _by_pandoc(_printed("unrtf", "--html", "--nopict", "{}")(path))


def _mail(path: Path) -> str:
    """Subject and text of the mail that msgconvert makes."""
    with tempfile.TemporaryDirectory() as folder:
        _run(["msgconvert", "--outfile", "made.eml", str(path.absolute())], folder)
        made = Path(folder) / "made.eml"
        if not made.is_file():
            return ""
        message = BytesParser(policy=policy.default).parsebytes(made.read_bytes())
    body = message.get_body(("plain", "html"))
    try:
        text = body.get_content() if body is not None else ""
    except (LookupError, KeyError, UnicodeError):
        return ""
    if body is not None and body.get_content_type() == "text/html":
        text = _by_pandoc(text)
    return f"{message.get('subject', '')}\n{text}"


def _by_pandoc(page: str) -> str:
    done = subprocess.run(
        ["pandoc", "-f", "html", "-t", "plain"], input=page.encode(), capture_output=True, check=False, timeout=SECONDS
    )
    return done.stdout.decode("utf-8", "replace")


def _converted(target: str, suffix: str, read: Words) -> Words:
    """The words of what LibreOffice makes of a file, all files of it together. It runs once for each profile."""

    def words(path: Path) -> str:
        with tempfile.TemporaryDirectory() as folder:
            profile = Path(tempfile.gettempdir(), f"bench-formats-{os.getpid()}-{threading.get_ident()}")
            settings = f"-env:UserInstallation={profile.as_uri()}"
            _run(["soffice", settings, "--headless", "--convert-to", target, "--outdir", folder, str(path.absolute())])
            return "\n".join(read(made) for made in sorted(Path(folder).glob(f"*.{suffix}")))

    return words


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _slides(path: Path) -> str:
    """The words of slides and notes in a presentation of OpenDocument in one file. A PDF would have running lines on
    every slide, and words that a narrow shape cuts."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, recover=True)
    body = etree.parse(str(path), parser).getroot().find(f"{{{_ODF}office:1.0}}body")
    return "\n".join("".join(one.itertext()) for one in ([] if body is None else body.iter(f"{{{_ODF}text:1.0}}p")))


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PDFTOTEXT = _printed("pdftotext", "-enc", "UTF-8", "{}", "-")
# every sheet as a file of its own (filter options of LibreOffice 7.2, token 12)
_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def _pandoc(*formats: str) -> list[Peer]:
    return [
        Peer("pandoc", frozenset({one}), _printed("pandoc", "-f", one, "-t", "plain", "--wrap=none", "{}"))
        for one in formats
    ]


def _suffixes(names: str) -> frozenset[str]:
    return frozenset(names.split())


PEERS = (
    Peer("antiword", _suffixes("doc dot"), _antiword),
    Peer("catdoc", _suffixes("doc dot"), _printed("catdoc", "-w", "-d", "utf-8", "{}")),
    Peer("xls2csv", _suffixes("xls xlt"), _printed("xls2csv", "-d", "utf-8", "-q0", "{}")),
    Peer("catppt", _suffixes("ppt pps pot"), _printed("catppt", "-d", "utf-8", "{}")),
    Peer("unrtf", _suffixes("rtf"), _unrtf),
    Peer("pdftotext", _suffixes("pdf"), _PDFTOTEXT),
    Peer("msgconvert", _suffixes("msg"), _mail),
    *_pandoc("docx", "odt", "epub", "html"),
    Peer(
        "soffice",
        _suffixes("doc dot rtf docx docm dotx odt ott sxw fodt wps wri"),
        _converted("txt:Text (encoded):UTF8", "txt", _text),
    ),
    Peer("soffice", _suffixes("xls xlsx xlsm xlsb xltx ods fods sxc"), _converted(_SHEETS, "csv", _text)),
    Peer(  # those that `[intake] converter` converts: whether all words of its PDF come through
        "soffice",
        frozenset(one.lstrip(".") for one in FORMATS) - {"sxc", "wps"},
        _converted("pdf", "pdf", _PDFTOTEXT),
    ),
    Peer("soffice", _suffixes("ppt pps pptx pptm ppsx potx odp fodp sxi"), _converted("fodp", "fodp", _slides)),
)
