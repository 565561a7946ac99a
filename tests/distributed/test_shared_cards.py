"""Name cards that all machines of an archive use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.authority.authorities import FILE
from archive.catalogue.schema.copying import copy_catalogue
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.storage import archive as module
from archive.storage.archive import Archive
from tests.distributed.test_server_locks import machine
from tests.support.commands import json_lines, run
from tests.support.postgresql import Server

CARD = '[[card]]\nkind = "agency"\nname = "{name}"\nforms = ["{form}"]\n'


@pytest.fixture
def machines(server: Server, tmp_path: Path) -> tuple[Path, Path]:
    """The folders of an archive on two machines."""
    name = re.sub(r"\W", "", tmp_path.name).lower()
    return machine(server, tmp_path, name), machine(server, tmp_path, name)


def cards(folder: Path, name: str, form: str) -> Path:
    """Write a file with one card."""
    path = folder / "cards.toml"
    path.write_text(CARD.format(name=name, form=form), encoding="utf-8")
    return path


def test_a_change_is_seen_by_all_machines(
    machines: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CARDS_SECONDS", 0.0)
    here, there = machines
    with Archive.open(there) as archive:
        (there / FILE).write_text(CARD.format(name="Old", form="o.l.d."), encoding="utf-8")
        assert archive.authorities().agency("OLD") == "Old"  # each machine has its own until the first import
        before = archive.authorities().digest
        run("names", "import", "--archive", here, cards(tmp_path, "Berita", "B.R.T."))
        assert archive.authorities().agency("brt") == "Berita"
        assert archive.authorities().agency("OLD") is None
        assert archive.authorities().digest != before
        (there / FILE).write_text(CARD.format(name="Later", form="l.a."), encoding="utf-8")
        assert archive.authorities().agency("later") is None
        assert [event["type"] for event in archive.catalogue.events()] == ["name cards"]
    with Archive.open(there) as archive:
        assert archive.authorities().agency("brt") == "Berita"
    assert "names export`; there is 1 now" in run("names", "check", "--archive", there).stdout


def test_a_change_that_was_not_seen_is_not_overwritten(machines: tuple[Path, Path], tmp_path: Path) -> None:
    here, there = machines
    run("names", "import", "--archive", here, cards(tmp_path, "Berita", "B.R.T."))
    exported = [run("names", "export", "--archive", one).stdout for one in machines]
    assert exported[0] == exported[1]
    (first := tmp_path / "first.toml").write_text(exported[0] + CARD.format(name="Kabar", form="K.B.R."))
    (second := tmp_path / "second.toml").write_text(exported[1] + CARD.format(name="Warta", form="W.R.T."))
    assert "2 cards of your own" in run("names", "import", "--archive", here, first).stdout
    for late in (second, cards(tmp_path, "Berita", "B.R.T.")):
        assert "Nothing was changed" in run("names", "import", "--archive", there, late, code=1).stderr
    with Archive.open(there) as archive:
        assert archive.authorities().agency("kbr") == "Kabar"
        assert archive.authorities().agency("wrt") is None
        assert archive.catalogue.cards_text() == CARD.format(name="Berita", form="B.R.T.") + CARD.format(
            name="Kabar", form="K.B.R."
        )


def test_cards_with_a_mistake_are_not_given_to_all(machines: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[card]]\nkind = "river"\nname = "Kapuas"\n', encoding="utf-8")
    assert "write what the card is" in run("names", "import", "--archive", machines[0], wrong, code=1).stderr
    with Archive.open(machines[1]) as archive:
        assert archive.catalogue.cards_digest() == ""


def test_an_archive_in_one_folder_keeps_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    text = (folder / FILE).read_text(encoding="utf-8")
    assert run("names", "export", "--archive", folder).stdout == text
    told = run("names", "import", "--archive", folder, cards(tmp_path, "Berita", "B.R.T."), code=1).stderr
    assert f"are in {folder / FILE}: edit that file" in told
    assert (folder / FILE).read_text(encoding="utf-8") == text


def test_a_copy_to_a_file_carries_the_cards_and_one_from_a_file_does_not(
    machines: tuple[Path, Path], server: Server, tmp_path: Path
) -> None:
    """They are not used in a file, so those copied back may be older than authorities.toml."""
    here, _ = machines
    run("names", "import", "--archive", here, cards(tmp_path, "Berita", "B.R.T."))
    target = tmp_path / "copied.sqlite"
    done = run("catalogue", "copy", "--archive", here, "--to", target, "--json")
    told = {line.get("table"): line for line in json_lines(done)}
    assert told["name_cards"]["rows"] == 1
    assert f"names export --archive {here} > {here / FILE}" in told[None]["next"][1]
    with Archive.open(machine(server, tmp_path, "back")) as archive:
        empty = archive.catalogue._database
        copied = copy_catalogue(SqliteDatabase(target), empty)
        assert "name_cards" not in {one.name for one in copied}
        assert archive.catalogue.cards_digest() == ""
