"""The commands in README.md, docs/archivist.md and docs/operator.md work as described, in their order.

Commands that run until stopped (`serve`, `watch`, `desk open`), and those that install something, have separate tests
or cannot be run here.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.project.test_docs import ROOT, TEXTS
from tests.support.commands import json_lines, run, some

PHOTOS = ROOT / "sample_corpus" / "photos"
# Of these, catalogue copy needs a server: see tests/distributed; rules need records that are due: see
# test_collections_command; a scan of all files needs a scanner: see test_viruses_again.
RUNS_ON = re.compile(r"(serve|watch|desk|catalogue copy|collections|legal-hold|virus-scan --all)\b")
ASKS = re.compile(r"records (edit --where|import|merge|split)|erase carry-out|access \w+ .*--bundle")
RELEASE = "Siaran pers {n}\n\nJakarta, {n} Mei 2025\n\nGubernur membuka jembatan ke-{n} di Kupang.\n"


def commands(page: str) -> list[str]:
    """Return the command lines in the blocks and in the text of a page, without those that keep running."""
    found = re.findall(r"^(?: {3})?press-archive ([^#\n]+)|`press-archive ([^`]+)`", TEXTS[page], re.MULTILINE)
    lines = ["".join(one).strip() for one in found]
    return [line for line in lines if not RUNS_ON.match(line)]


def make_disk(place: Path) -> Path:
    """Return a folder below `place` with typical files of an archivist."""
    folder = place / "disk"
    folder.mkdir()
    for n in range(1, 5):
        (folder / f"rilis-{n}.txt").write_text(RELEASE.format(n=n), encoding="utf-8")
    shutil.copy(PHOTOS / "W-HAI_1275.jpg", folder)
    (folder / "berita.txt").write_text(
        "Tanda tangan di Hanoi\n\nPara menteri hadir.\n\nFoto: W-HAI_1275 (2).jpg\n", encoding="utf-8"
    )
    return folder


def find_id(words: str) -> str:
    """Return the id of the first record with these words."""
    found: str = json_lines(run("search", "--json", "--held", words))[0]["results"][0]["id"]
    return found


def filled_in(line: str, folder: Path) -> str:
    """Return a command line with its placeholders replaced by records and files of this archive."""
    if "ARTICLE" in line:
        line = line.replace("ARTICLE", find_id("title:hanoi"))
    for n in range(line.count(" ID")):
        line = line.replace(" ID", " " + find_id(f"filename:rilis-{n + 1}.txt"), 1)
    given = {
        "~/press": "press-archive-data",
        "/srv/press": "press-archive-data",
        "/media/disk": str(folder),
        "FOLDER": str(folder),
        " N": " 1",
    }
    given |= {"TABLE.csv": str(folder.parent / "table.csv"), "FILE": str(folder / "rilis-1.txt")}
    given["Friday"] = f"{date.today() + timedelta(days=2):%A}"  # on a Friday, that is refused
    for name, meant in given.items():
        line = line.replace(name, meant)
    return line + (" --yes" if ASKS.match(line) else "")


def carry_out(lines: list[str], folder: Path) -> None:
    """Run the commands one after the other. Fail if one does."""
    for line in some(lines):
        run(*shlex.split(filled_in(line, folder)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a reader who followed the README."""
    place = tmp_path_factory.mktemp("readme")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(place)
        carry_out(commands("README.md"), make_disk(place))
    return place / "press-archive-data"


def test_the_commands_of_the_readme_add_all_files(archive: Path) -> None:
    told = json_lines(run("receipts", "show", 1, "--json", "--archive", archive))
    assert {one["outcome"] for one in told if "outcome" in one} == {"added"}


def test_the_commands_of_the_archivists_guide_succeed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text("filename,source\nrilis-3.txt,Kantor Gubernur\n", encoding="utf-8")
    (tmp_path / "passwords.txt").write_text("rahasia\n", encoding="utf-8")
    run("init")
    carry_out(commands("archivist.md"), make_disk(tmp_path))
    (told,) = json_lines(run("records", "show", "--json", find_id("filename:rilis-3.txt")))
    assert told["values"]["copyright"] == "© Harjono"
    assert told["values"]["source"] == "Kantor Gubernur"


def test_a_backup_as_the_operators_guide_has_it_is_restored_whole(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive.parent)
    restored = tmp_path / "restored"
    unfinished = archive / "originals" / ".incoming" / "0"
    unfinished.parent.mkdir(exist_ok=True)
    unfinished.write_bytes(b"half a file of an ingest that is under way")
    with closing(sqlite3.connect(archive / "catalogue.sqlite")):  # as `serve` keeps it open
        blocks = re.findall(r"^```sh\n(.*?)^```", TEXTS["operator.md"], re.DOTALL | re.MULTILINE)
        assert len(blocks) == 2
        for line in "".join(blocks).splitlines():
            line = line.replace("/srv/restored", str(restored)).replace("/backup", str(tmp_path / "backup"))
            run(*shlex.split(line, comments=True)[1:])
    (before,), (after,) = (
        json_lines(run("search", "--json", "--archive", one, "jembatan")) for one in (archive, restored)
    )
    assert before["results"] == after["results"] != []
    assert not [path for path in restored.rglob("*") if path.stat().st_mode & 0o077]
