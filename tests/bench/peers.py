"""Other programs that extract the words of a file: one row per format and program."""

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

import lxml.html
from lxml import etree

from archive.converter import FORMATS

SECONDS = 120  # timeout of a program per file
Words = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program and the suffixes that it reads. `words` returns the words of a file, "" if it has none."""

    program: str
    suffixes: frozenset[str]
    words: Words

    @property
    def installed(self) -> bool:
        """Return whether the program is installed."""
        return which(self.program) is not None

    def kept_words(self, path: Path, folder: Path | None) -> str:
        """Return the words of a file, from `folder` if an earlier run stored them there."""
        if folder is None:
            return self.words(path)
        kept = folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.{path.suffix.lower()}.{self.program}"
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(self.words(path), encoding="utf-8", errors="replace")
        return kept.read_text(encoding="utf-8")


def _run(command: Sequence[str], folder: str | None = None, *, whole: bool = False) -> bytes:
    """Return the output of a command; with `whole` nothing if it fails, because some print errors too."""
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=SECONDS, cwd=folder, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return b""
    return b"" if whole and done.returncode else done.stdout


def _printed(*command: str, whole: bool = False) -> Words:
    """Return a function that runs a command, with the path of the file in place of `{}`, and returns the printed
    words."""

    def words(path: Path) -> str:
        run = [part.replace("{}", str(path.absolute())) for part in command]
        return _run(run, whole=whole).decode("utf-8", "replace")

    return words


def _antiword(path: Path) -> str:
    """Return the output of antiword without its placeholder for pictures."""
    return _printed("antiword", "-m", "UTF-8.txt", "-w", "0", "{}")(path).replace("[pic]", "")


def _unrtf(path: Path) -> str:
    """Return the text of unrtf's HTML output. As plain text it loses non-Latin letters, and prints messages among the
    words."""
    return _by_pandoc(_printed("unrtf", "--html", "--nopict", "{}")(path))


def _mail(path: Path) -> str:
    """Return subject and text of the mail that msgconvert makes."""
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
    """Return a function that returns the words of all files that LibreOffice makes of a file. Only one process can run
    per profile."""

    def words(path: Path) -> str:
        with tempfile.TemporaryDirectory() as folder:
            profile = Path(tempfile.gettempdir(), f"bench-formats-{os.getpid()}-{threading.get_ident()}")
            settings = f"-env:UserInstallation={profile.as_uri()}"
            _run(["soffice", settings, "--headless", "--convert-to", target, "--outdir", folder, str(path.absolute())])
            return "\n".join(read(made) for made in sorted(Path(folder).glob(f"*.{suffix}")))

    return words


def _cells(path: Path) -> str:
    """Return the cells of all sheets as formatted by Gnumeric."""
    with tempfile.TemporaryDirectory() as folder:
        _run(["ssconvert", "-S", "--export-type=Gnumeric_stf:stf_csv", str(path.absolute()), f"{folder}/%n.csv"])
        return "\n".join(_text(made) for made in sorted(Path(folder).glob("*.csv")))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _slides(path: Path) -> str:
    """Return the words of slides and notes in a single-file OpenDocument presentation. A PDF would have headers and
    footers on every slide, and words broken by narrow shapes."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, recover=True)
    body = etree.parse(str(path), parser).getroot().find(f"{{{_ODF}office:1.0}}body")
    return "\n".join("".join(one.itertext()) for one in ([] if body is None else body.iter(f"{{{_ODF}text:1.0}}p")))


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PDFTOTEXT = _printed("pdftotext", "-enc", "UTF-8", "{}", "-")
# every sheet as a separate file (filter options of LibreOffice 7.2, token 12)
_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def _pandoc(*formats: str) -> list[Peer]:
    return [
        Peer("pandoc", frozenset({one}), _printed("pandoc", "-f", one, "-t", "plain", "--wrap=none", "{}"))
        for one in formats
    ]


def _drawn(program: str) -> Words:
    """Return a function that returns the words of a program's XHTML and SVG drawings of a document."""
    printed = _printed(program, "{}", whole=True)

    def words(path: Path) -> str:
        page = printed(path)
        if "<svg" not in page:
            return ""
        root = lxml.html.document_fromstring(page.split("?>", 1)[-1])
        return "\n".join("".join(one.itertext()) for one in root.iter("svg:text"))

    return words


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
    # programs of the libraries that LibreOffice uses for old formats, without LibreOffice
    Peer("wpd2text", _suffixes("wpd wp wp5 wp6"), _printed("wpd2text", "{}", whole=True)),
    Peer("wps2text", _suffixes("wps"), _printed("wps2text", "{}", whole=True)),
    Peer(
        "wks2text", _suffixes("wks wdb wk1 wk3 wk4 123 wb1 wb2 wb3 wq1 wq2 qpw"), _printed("wks2text", "{}", whole=True)
    ),
    Peer("vsd2text", _suffixes("vsd vsdx vsdm"), _printed("vsd2text", "{}", whole=True)),
    Peer("mwaw2text", _suffixes("mcw cwk doc none"), _printed("mwaw2text", "{}", whole=True)),
    Peer("key2text", _suffixes("key"), _printed("key2text", "{}", whole=True)),
    Peer("pages2text", _suffixes("pages"), _printed("pages2text", "{}", whole=True)),
    Peer("numbers2text", _suffixes("numbers"), _printed("numbers2text", "{}", whole=True)),
    Peer("sd2text", _suffixes("sdw sda sdd vor"), _printed("sd2text", "{}", whole=True)),
    Peer("sdc2csv", _suffixes("sdc"), _printed("sdc2csv", "{}", whole=True)),
    Peer("pub2xhtml", _suffixes("pub"), _drawn("pub2xhtml")),
    Peer("cdr2xhtml", _suffixes("cdr"), _drawn("cdr2xhtml")),
    Peer("ssconvert", _suffixes("xls xlt wk1 wk3 wk4 123 wb1 wb2 wb3 wq1 qpw sxc"), _cells),  # from Gnumeric
    Peer(
        "soffice",
        _suffixes("doc dot rtf docx docm dotx odt ott sxw fodt wps wri"),
        _converted("txt:Text (encoded):UTF8", "txt", _text),
    ),
    Peer("soffice", _suffixes("xls xlsx xlsm xlsb xltx ods fods sxc"), _converted(_SHEETS, "csv", _text)),
    Peer(  # formats for `[intake] converter`: checks that all words of its PDF are found
        "soffice",
        frozenset(one.lstrip(".") for one in FORMATS) - {"sxc", "wps"},
        _converted("pdf", "pdf", _PDFTOTEXT),
    ),
    Peer("soffice", _suffixes("ppt pps pptx pptm ppsx potx odp fodp sxi"), _converted("fodp", "fodp", _slides)),
)
