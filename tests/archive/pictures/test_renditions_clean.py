"""Metadata of served thumbnails and previews, read with exiftool: the copyright notice, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.builders.fuzzed_photos import RIGHTS, SEEDS, seed
from tests.support.commands import COMMAND, clean_environment, json_lines, run

KINDS = sorted(set(SEEDS) - {"xmp"})
RAW = ("cr2", "cr3", "nef", "orf", "raf", "rw2")
NAMES = {"thumbnail": 400, "preview": 1600}
OF_THE_FILE = {"ExifTool", "System", "File", "JFIF", "Composite"}  # groups that every file has

pytestmark = pytest.mark.skipif(
    shutil.which("exiftool") is None and not os.environ.get("TESTS_NEED_ALL"), reason="needs exiftool"
)


@dataclass(frozen=True)
class Served:
    """A running server's address, and its picture records by kind."""

    address: str
    records: dict[str, str]

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            assert answer.status == 200
            return bytes(answer.read())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "disk").mkdir()
    for kind in KINDS:
        (folder / "disk" / f"photo-{KINDS.index(kind)}.{kind}").write_bytes(seed(kind))
    run("init", "--archive", folder / "archive")
    *lines, _ = json_lines(run("ingest", "--archive", folder / "archive", "--json", folder / "disk"))
    records = {Path(line["path"]).name.partition(".")[2]: line["record"] for line in lines}
    command = [str(COMMAND), "serve", "--archive", str(folder / "archive"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment()) as server:
        assert server.stdout is not None
        yield Served(server.stdout.readline().strip(), records)
        server.terminate()


def told(path: Path) -> dict[str, dict[str, Any]]:
    """Return everything that exiftool finds in a file, including unknown tags, by group."""
    command = ["exiftool", "-json", "-a", "-u", "-U", "-G1", str(path)]
    (found,) = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    groups: dict[str, dict[str, Any]] = {}
    for name, value in found.items():
        group, _, tag = name.rpartition(":")
        groups.setdefault(group or "ExifTool", {})[tag] = value
    return groups


def test_the_originals_hold_what_must_not_leave(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(seed("jpg"))
    assert {"GPS", "XMP-dc", "IPTC", "ExifIFD"} <= set(told(tmp_path / "photo.jpg"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_copyright_notice_leaves(served: Served, tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / "rendition.jpg"
    path.write_bytes(served.get(f"records/{served.records[kind]}/{name}"))
    groups = told(path)
    assert groups["File"]["MIMEType"] == "image/jpeg"
    assert "Comment" not in groups["File"]
    assert max(groups["File"]["ImageWidth"], groups["File"]["ImageHeight"]) <= NAMES[name]
    if kind not in ("bmp", *RAW):  # which contain no notice
        assert groups.pop("IFD0") == {"Copyright": RIGHTS}
    assert set(groups) <= OF_THE_FILE, "no profile either: what has none is sRGB"


@pytest.mark.parametrize("kind", ["jpg", "tif", "webp"])
def test_no_position_leaves_in_json(served: Served, kind: str) -> None:
    answer = served.get(f"api/v1/records/{served.records[kind]}").decode()
    assert json.loads(answer)["id"] == served.records[kind]
    assert "106.5" not in answer
    assert "-6.1" not in answer
