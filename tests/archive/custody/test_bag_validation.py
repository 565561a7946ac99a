"""External bags, valid and invalid: every fault is reported, and nothing valid is refused."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.custody.bag import Fault, validate_bag
from archive.messages.message import code_and_params
from tests.builders.bags import PAYLOAD, lines_of, write_bag, write_manifest
from tests.support.commands import json_lines, run, some

Change = Callable[[Path], object]
SPEECH = PAYLOAD["data/pidato.txt"]
LINE = lines_of({"data/pidato.txt": SPEECH})
WHOLE = lines_of(PAYLOAD)


def faults(folder: Path) -> list[Fault]:
    return list(validate_bag(folder)[1])


def codes(folder: Path) -> list[str]:
    return [code_and_params(one.message)["code"] for one in faults(folder) if not one.is_warning]


VALID: dict[str, Callable[[Path], object]] = {
    "1.0": write_bag,
    "0.97": lambda folder: write_bag(folder, version="0.97"),
    "0.93": lambda folder: write_bag(folder, version="0.93", algorithms=("md5",)),
    "no payload": lambda folder: write_bag(folder, {}),
    "two manifests": lambda folder: write_bag(folder, algorithms=("sha256", "md5", "sha512", "sha1")),
    "UTF-16": lambda folder: write_bag(folder, encoding="UTF-16"),
    "ISO-8859-1": lambda folder: write_bag(folder, {"data/é.txt": b"x"}, encoding="ISO-8859-1"),
    "percent": lambda folder: (
        write_bag(folder, {"data/100%.txt": b"x"}),
        write_manifest(folder, lines_of({"data/100%25.txt": b"x"})),
    ),
    "percent as it is": lambda folder: write_bag(folder, {"data/a%20b.txt": b"x"}),
    "line break in a name": lambda folder: (
        write_bag(folder, {"data/a\nb.txt": b"x"}),
        write_manifest(folder, lines_of({"data/a%0Ab.txt": b"x"})),
    ),
    "blanks in a name": lambda folder: write_bag(folder, {"data/ two  blanks .txt": b"x"}),
    "other accents": lambda folder: (
        write_bag(folder, {unicodedata.normalize("NFD", "data/Hiến chương.txt"): b"x"}),
        write_manifest(folder, lines_of({unicodedata.normalize("NFC", "data/Hiến chương.txt"): b"x"})),
    ),
    "CRLF": lambda folder: (
        write_bag(folder),
        write_manifest(folder, WHOLE.replace("\n", "\r\n")),
        (folder / "bagit.txt").write_bytes((folder / "bagit.txt").read_bytes().replace(b"\n", b"\r\n")),
    ),
    "as md5sum writes": lambda folder: (write_bag(folder), write_manifest(folder, WHOLE.replace("  ", " *"))),
    "capitals": lambda folder: (
        write_bag(folder, {"data/a.txt": b"x"}),
        write_manifest(folder, lines_of({"data/a.txt": b"x"}).replace("a", "A").replace("dAtA/A", "data/a")),
    ),
    "dot before": lambda folder: (write_bag(folder), write_manifest(folder, WHOLE.replace("data/", "./data/"))),
    "true oxum": lambda folder: write_bag(folder, info="Payload-Oxum: 23.2\n"),
    "long label": lambda folder: write_bag(folder, info="External-Description: one\n  two\nContact-Name:\n"),
    "no bag-info": lambda folder: (
        write_bag(folder),
        (folder / "bag-info.txt").unlink(),
        write_manifest(folder, WHOLE),
    ),
    "empty fetch": lambda folder: (write_bag(folder), (folder / "fetch.txt").touch()),
    "other tag files": lambda folder: (write_bag(folder), (folder / "catatan.txt").write_text("x", encoding="utf-8")),
    "0.97 in one of two": lambda folder: (
        write_bag(folder, version="0.97"),
        write_manifest(folder, LINE),
        write_manifest(folder, lines_of({"data/foto/W-HAI 1.txt": b"Foto\n"}, "md5"), "manifest-md5.txt"),
    ),
}


@pytest.mark.parametrize("make", VALID.values(), ids=VALID)
def test_valid_bag_is_valid(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "bag")
    assert faults(tmp_path / "bag") == []


def _declares(text: str) -> Change:
    return lambda bag: (bag / "bagit.txt").write_bytes(text.encode("utf-8"))


def _lists(text: str) -> Change:
    """Return a change that appends these lines to the manifest."""
    return lambda bag: write_manifest(bag, WHOLE + text)


def _info(text: str) -> Change:
    return lambda bag: (
        (bag / "bag-info.txt").write_text(text, encoding="utf-8"),
        (bag / "tagmanifest-sha256.txt").unlink(),
    )


_ENCODING = "Tag-File-Character-Encoding: UTF-8\n"
ZEROS = "0" * 64
INVALID: dict[str, tuple[Change, list[str]]] = {
    "no bagit.txt": (lambda bag: (bag / "bagit.txt").unlink(), ["bag-file-missing"]),
    "bagit.txt is a link": (
        lambda bag: ((bag / "bagit.txt").unlink(), (bag / "bagit.txt").symlink_to("/etc/passwd")),
        ["bag-unreadable"],
    ),
    "bagit.txt is empty": (_declares(""), ["bag-declaration"]),
    "a third line": (_declares(f"BagIt-Version: 1.0\n{_ENCODING}x: y\n"), ["bag-declaration"]),
    "lines changed round": (_declares(f"{_ENCODING}BagIt-Version: 1.0\n"), ["bag-declaration"]),
    "byte order mark": (_declares(f"\ufeffBagIt-Version: 1.0\n{_ENCODING}"), ["bag-byte-order-mark"]),
    "version 2.0": (_declares(f"BagIt-Version: 2.0\n{_ENCODING}"), ["bag-version"]),
    "version 0.92": (_declares(f"BagIt-Version: 0.92\n{_ENCODING}"), ["bag-version"]),
    "unknown encoding": (
        _declares("BagIt-Version: 1.0\nTag-File-Character-Encoding: WTF-8\n"),
        ["bag-encoding"],
    ),
    "an encoding that runs": (
        _declares("BagIt-Version: 1.0\nTag-File-Character-Encoding: unicode_escape\n"),
        ["bag-encoding"],
    ),
    "no data": (lambda bag: (bag / "data").rename(bag / "isi"), ["bag-no-payload"]),
    "data is a link": (
        lambda bag: ((bag / "data").rename(bag.parent / "isi"), (bag / "data").symlink_to(bag.parent / "isi")),
        ["bag-link", "bag-no-payload"],
    ),
    "no manifest": (
        lambda bag: (write_manifest(bag, ""), (bag / "manifest-sha256.txt").unlink()),
        ["bag-no-manifest", "bag-payload-extra", "bag-payload-extra"],
    ),
    "unknown algorithm": (
        lambda bag: (bag / "manifest-crc32.txt").write_text("x", encoding="utf-8"),
        ["bag-algorithm"],
    ),
    "missing file": (lambda bag: (bag / "data/pidato.txt").unlink(), ["bag-payload-missing"]),
    "extra file": (lambda bag: (bag / "data/.DS_Store").write_bytes(b"x"), ["bag-payload-extra"]),
    "altered file": (lambda bag: (bag / "data/pidato.txt").write_bytes(b"x"), ["bag-payload-altered"]),
    "altered tag file": (
        lambda bag: (bag / "bag-info.txt").write_bytes(b"Source-Organization: Lain\n"),
        ["bag-payload-altered"],
    ),
    "missing tag file": (lambda bag: (bag / "bag-info.txt").unlink(), ["bag-payload-missing"]),
    "second manifest lacks a file": (
        lambda bag: write_manifest(bag, lines_of({"data/pidato.txt": SPEECH}, "md5"), "manifest-md5.txt"),
        ["bag-payload-unlisted"],
    ),
    "second manifest differs": (
        lambda bag: write_manifest(bag, lines_of({**PAYLOAD, "data/pidato.txt": b""}, "md5"), "manifest-md5.txt"),
        ["bag-payload-altered"],
    ),
    "files elsewhere": (
        lambda bag: (bag / "fetch.txt").write_text("http://x.example/a 1 data/a\n", encoding="utf-8"),
        ["bag-fetch"],
    ),
    "link in the payload": (
        lambda bag: ((bag / "data/pidato.txt").unlink(), (bag / "data/pidato.txt").symlink_to("/etc/passwd")),
        ["bag-link", "bag-payload-missing"],
    ),
    "link to a folder": (lambda bag: (bag / "data/etc").symlink_to("/etc"), ["bag-link"]),
    "a pipe": (lambda bag: os.mkfifo(bag / "data/pipa"), ["bag-no-file"]),
    "up": (_lists(f"{ZEROS}  data/../../rahasia.txt\n"), ["bag-path"]),
    "up, as Windows": (_lists(f"{ZEROS}  data\\..\\..\\rahasia.txt\n"), ["bag-path"]),
    "absolute": (_lists(f"{ZEROS}  /etc/passwd\n"), ["bag-path"]),
    "a drive": (_lists(f"{ZEROS}  C:\\data\\a.txt\n"), ["bag-path"]),
    "a home": (_lists(f"{ZEROS}  ~/.ssh/id_rsa\n{ZEROS}  ~root/x\n"), ["bag-path", "bag-path"]),
    "NUL": (_lists(f"{ZEROS}  data/a\0b\n"), ["bag-path"]),
    "up, after a line break": (_lists(f"{ZEROS}  data/a%0A/../../b\n"), ["bag-path"]),
    "nothing between slashes": (_lists(f"{ZEROS}  data//a\n"), ["bag-path"]),
    "a folder": (_lists(f"{ZEROS}  data/\n"), ["bag-path"]),
    "beside the payload": (_lists(f"{ZEROS}  bagit.txt\n"), ["bag-path-not-payload"]),
    "twice": (_lists(LINE), ["bag-path-twice"]),
    "twice, with a dot": (_lists(LINE.replace("data/", "./data/")), ["bag-path-twice"]),
    "in other case": (_lists(LINE.replace("pidato", "Pidato")), ["bag-payload-missing"]),
    "no line": (_lists("what is this\n"), ["bag-line"]),
    "short checksum": (_lists("abc123  data/a.txt\n"), ["bag-line"]),
    "no path": (_lists(f"{ZEROS}\n"), ["bag-line"]),
    "mark before the manifest": (
        lambda bag: write_manifest(bag, "\ufeff" + WHOLE),
        ["bag-byte-order-mark", "bag-payload-extra", "bag-payload-extra"],
    ),
    "not UTF-8": (
        lambda bag: write_manifest(bag, f"{WHOLE}{ZEROS}  data/é\n", encoding="latin-1"),
        ["bag-not-encoded", "bag-payload-extra", "bag-payload-extra"],
    ),
    "false oxum": (_info("Payload-Oxum: 22.2\n"), ["bag-oxum"]),
    "malformed oxum": (_info("Payload-Oxum: many\n"), ["bag-oxum-malformed"]),
    "two oxums": (_info("Payload-Oxum: 23.2\npayload-oxum: 23.2\n"), ["bag-oxum-twice"]),
    "not a label": (_info("what is this\n"), ["bag-info-line"]),
    "tag manifest of the payload": (
        lambda bag: (
            write_manifest(bag, LINE, "tagmanifest-md5.txt") or (bag / "tagmanifest-sha256.txt").write_text(LINE)
        ),
        ["bag-path-payload"],
    ),
}


@pytest.mark.parametrize(("change", "expected"), INVALID.values(), ids=INVALID)
def test_each_fault_is_told(change: Change, expected: list[str], tmp_path: Path) -> None:
    bag = write_bag(tmp_path / "bag")
    change(bag)
    assert codes(bag) == expected


def test_names_that_are_one_elsewhere_are_warned_of(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", {"data/Foto.jpg": b"a", "data/foto.JPG": b"b"})
    (warning,) = faults(tmp_path / "bag")
    assert warning.is_warning
    assert "one name on some systems" in warning.message


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    bag = write_bag(tmp_path / "bag")
    (Path(os.fsdecode(os.fsencode(bag) + b"/data/\xff.txt"))).write_bytes(b"x")
    assert codes(bag) == ["bag-payload-extra"]
    assert run("bag", "validate", bag, code=1).stdout == "data/?.txt is in no manifest.\n"


def test_the_command_tells_every_fault(tmp_path: Path) -> None:
    bag = write_bag(tmp_path / "bag")
    (bag / "data/pidato.txt").unlink()
    (bag / "data/lain.txt").write_bytes(b"x")
    told = run("bag", "validate", bag, code=1).stdout.splitlines()
    assert told == ["data/lain.txt is in no manifest.", "data/pidato.txt is missing; manifest-sha256.txt lists it."]
    *lines, summary = json_lines(run("bag", "validate", bag, "--json", code=1))
    assert [line["path"] for line in some(lines)] == ["data/lain.txt", "data/pidato.txt"]
    assert summary == {"summary": True, "valid": False, "faults": 2}


def test_the_command_on_a_valid_bag_and_on_none(tmp_path: Path) -> None:
    write_bag(tmp_path / "bag")
    assert "valid bag" in run("bag", "validate", tmp_path / "bag").stdout
    assert "not a folder" in run("bag", "validate", tmp_path / "nothing", code=1).stdout
