"""Every command that decides something accepts a reason. The log stores it, and removes it with an erased record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from archive.access import ARCHIVIST
from archive.catalogue import NewAsset
from archive.cli import main
from archive.commands.change_options import reason_option
from archive.login_name import acting_as
from archive.record import Description, Mention, Status
from archive.storage.archive import Archive
from tests.archive.catalogue.event_papers import add
from tests.archive.catalogue.event_papers import photo as photo_paper
from tests.support.commands import json_lines, run

_READS = "changes nothing of a record"
_ADDS = "adds files; the accession sheet says why they came"
_MACHINE = "works out again what the files say; decides nothing"
_COPY = "copies or moves what is there; decides nothing"
WITHOUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "bag validate", "catalogue tables", "check", "desk open", "doctor", "erase backups", "erase list",
            "events decisions", "events list", "events show", "export", "history", "index status", "inspect", "log",
            "mentions",
            "names check", "names export", "names find", "names list", "names show", "originals formats",
            "originals list", "receipts", "receipts show", "records changes", "records show", "relations", "search",
            "series list", "alerts list", "collections certificate", "collections disposals", "collections due",
            "collections list", "collections rules", "legal-hold list", "legal-hold records", "mcp",
            "serve", "tokens list", "users list", "verify", "backup list", "backup verify",
        ),
        _READS,
    ),
    **dict.fromkeys(("bag ingest", "ingest", "watch"), _ADDS),
    **dict.fromkeys(("events rebuild", "index follow", "index rebuild", "ocr", "reread"), _MACHINE),
    "virus-scan": "ends only what waited for the scanner; the signature of a virus is the reason",
    **dict.fromkeys(
        (
            "access-copies", "backup create", "bag create", "catalogue copy", "catalogue rebuild", "catalogue upgrade",
            "init", "originals copy", "originals export", "restore",
        ),
        _COPY,
    ),
    **dict.fromkeys(("alerts run", "alerts test"), "reports what is public; changes nothing of a record"),
    "collections cancel": "drops what is left of a request, whose reason stays with it",
    **dict.fromkeys(("collections dispose", "legal-hold lift"), "has an option of its own for it, which must be given"),
    "erase request": "has an option of its own for it, which must be given",
}  # fmt: skip


@click.command()
@reason_option
def _example(reason: str | None) -> None: ...


(_REASON,) = (one.callback for one in _example.params if one.name == "reason")


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, including groups that can be run without a subcommand."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def test_every_command_takes_a_reason_or_is_listed_with_why_not() -> None:
    found = dict(commands(main))
    taking = {name for name, one in found.items() if any(parameter.callback is _REASON for parameter in one.params)}
    assert found.keys() - taking == WITHOUT.keys()
    assert {"access", "mentions confirm", "relations undo", "events split", "users role", "records text"} <= taking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "archive").close()
    return tmp_path / "archive"


def article_and_photo(folder: Path) -> tuple[str, str]:
    with Archive.open(folder) as archive, archive.catalogue.write() as w:
        said, shot = Description("text/plain", "test", 1), Description("image/jpeg", "test", 1)
        said.offer("kind", "press-release", "text")
        said.offer("title", "Rilis jembatan Kupang dibuka besok", "text")
        shot.offer("kind", "photo", "text")
        article, photo = (
            w.add_record(one, NewAsset(f"{n}" * 64, 9, one.media_type)) for n, one in enumerate((said, shot), 1)
        )
        w.add_mentions(article, [Mention("a.jpg", None, None, None, 0)])
    return article, photo


def reasons(folder: Path, *words: str) -> list[str]:
    return [one["reason"] for one in json_lines(run("log", "--json", "--archive", folder, "--reason", *words))]


def test_decisions_keep_their_reasons_and_the_log_finds_them(folder: Path) -> None:
    article, photo = article_and_photo(folder)
    here = ("--archive", folder)
    run("mentions", "confirm", *here, article, 0, photo, "--reason", "a kata Ratna")
    run("mentions", "refuse", *here, article, 0, photo, "--reason", "b kata Ratna")
    run("mentions", "undo", *here, article, 0, "--reason", "c kata Ratna")
    run("relations", "add", *here, article, "same-as-name", photo, "--reason", "d kata Ratna")
    run("relations", "refuse", *here, article, "same-as-name", photo, "--reason", "e kata Ratna")
    run("relations", "undo", *here, article, "same-as-name", photo, "--reason", "f kata Ratna")
    run("users", "add", *here, "budi", "--no-password", "--reason", "g kata Ratna")
    run("users", "role", *here, "budi", "editor", "--reason", "h kata Ratna")
    run("tokens", "create", *here, "skrip", "--scope", "read", "--reason", "i kata Ratna")
    run("tokens", "revoke", *here, 1, "--reason", "j kata Ratna")
    run("records", "edit", *here, article, "city=Kupang", "--reason", "k kata Ratna")
    (folder / "teks.txt").write_text("Teks lain", encoding="utf-8")
    run("records", "text", *here, article, folder / "teks.txt", "--reason", "l kata Ratna")
    assert [why[0] for why in reasons(folder, "RATNA kata")] == list("abcdefghijkl")
    assert reasons(folder, "xyz") == []
    assert "kata Ratna" in run("log", *here, "--type", "user role").stdout


def test_decisions_about_events_keep_their_reasons(folder: Path) -> None:
    shots = [photo_paper("", f"kapal{n}.jpg", "2024-05-20T08:00:00", event="Parade", city="Bitung") for n in range(4)]
    with Archive.open(folder) as archive:
        with archive.catalogue.write() as w:
            w.root("/media/disk", "disk")
            w.open_accession({}, Status.RELEASED)
            one, other, *_ = [add(w, shot) for shot in shots]
        (key,) = archive.catalogue.press_event_keys(ARCHIVIST)
    here = ("--archive", folder)
    run("events", "reject", *here, key, one, "--reason", "a")
    run("events", "undo", *here, "--reason", "b")
    run("events", "split", *here, key, one, other, "--reason", "c")
    assert [told["reason"] for told in json_lines(run("events", "decisions", "--json", *here))] == ["c", "a"]
    assert "[c]" in run("events", "decisions", *here).stdout
    kept = [one["reason"] for one in json_lines(run("log", "--json", *here, "--type", "event decision"))]
    assert kept == ["a", "b", "c"]


def test_an_erasure_blanks_reasons_that_quote_the_record(folder: Path) -> None:
    article, photo = article_and_photo(folder)
    here = ("--archive", folder)
    quoting = "salah: Rilis jembatan Kupang dibuka besok, kata Ratna"
    run("relations", "add", *here, photo, "same-as-name", article, "--reason", "kata Ratna")
    run("users", "add", *here, "budi", "--no-password", "--reason", quoting)
    run("mentions", "confirm", *here, article, 0, photo, "--reason", "kata Ratna saja")
    run("erase", "request", *here, article, "--reason", "Hak anak", "--by", "ratna")
    with acting_as("budi"):
        run("erase", "carry-out", *here, 1, "--yes", "--reason", "setuju")
    kept = [one["reason"] for one in json_lines(run("log", "--json", *here)) if one["reason"]]
    assert quoting not in kept
    assert "salah: [erased], kata Ratna" in kept
    assert "kata Ratna saja" not in kept, "an event of the record itself loses all"
    assert "Rilis jembatan" not in "".join(run("log", "--json", *here).stdout)
    assert "intact" in run("log", "--verify", *here).stdout
