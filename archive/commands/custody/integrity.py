"""`press-archive verify` and `check`: whether originals are unchanged and the parts of the archive agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from archive.access import clock_doubt
from archive.cli import archive_option, json_option, print_json, progress_line, say
from archive.custody.tables import altered_row, altered_tables
from archive.edits.typed_instants import describe, describe_doubt
from archive.errors import many
from archive.messages import Message, reason_to_json
from archive.messages.message import code_and_params
from archive.search.index import index_sync
from archive.search.index.generations import current
from archive.storage import fixity
from archive.storage.archive import CATALOGUE, CLOCK, LOCKS, ORIGINALS, SETTINGS_NOTE, Archive
from archive.storage.fixity import FixityState, IntegrityProblem, VerifyPlan
from archive.storage.renditions import damaged_renditions

EACH = 5  # up to so many problems of one kind are listed one by one


@click.command()
@archive_option
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Read only N originals, chosen at random.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    metavar="M",
    help="Stop after M minutes. Originals that were read longest ago come first. The next run continues there.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Also read the second copy of each original in DIR: a folder of backups, or a copy of the archive.",
)
@json_option
def verify(folder: Path, as_json: bool, sample: int | None, minutes: float | None, against: Path | None) -> None:
    """Read every original and compare its SHA-256. Exit code 1 when one is missing or altered.

    Each original must still have the SHA-256 that it had when it was added. The archive may be on a
    read-only disk. The result is then not recorded.

    Without --sample and --minutes, it also compares the catalogue with its tables, unless it was changed since they
    were written.
    """
    if sample is not None and minutes is not None:
        raise click.UsageError("Give either --sample or --minutes.")
    if against is not None and not (against / ORIGINALS).is_dir():
        raise click.BadParameter("has no folder originals", param_hint="--against")
    plan = VerifyPlan(sample, None if minutes is None else 60 * minutes, against)
    good = bad = copies = 0
    with Archive.open_to_read(folder) as archive:
        altered = altered_row(archive) if plan.is_whole else None
        for finding in fixity.verify(archive, progress_line("original", "read"), plan):
            if finding.state is FixityState.OK:
                good += 1
            elif finding.copy:
                copies += 1
            else:
                bad += 1
            if as_json:
                coded = reason_to_json(finding.message) if finding.message else {}
                print_json(asdict(finding) | coded)
            elif finding.state is not FixityState.OK:
                place = f" in {finding.copy}" if finding.copy else ""
                say(f"{finding.state.value}{place}: {finding.message}")
    if altered is not None:
        message = Message("catalogue-altered", path=folder / CATALOGUE, table=altered[0], row=altered[1])
        if as_json:
            print_json({"part": "catalogue", "message": message} | code_and_params(message))
        else:
            say(f"altered: {message}")
    if as_json:
        print_json({"summary": True, "ok": good, "failed": bad, "failed_copies": copies})
    else:
        told = many(good, "original is as it came in", "originals are as they came in")
        second = f" In {against}, {many(copies, 'is not', 'are not')}." if against is not None else ""
        say(f"{told}, {many(bad, 'is not', 'are not')}.{second}")
    if bad or copies or altered:
        raise SystemExit(1)


@click.command()
@archive_option
@json_option
def check(folder: Path, as_json: bool) -> None:
    """Compare catalogue, originals, index and receipts. Exit code 1 when they do not agree.

    The catalogue is the database of records. Originals are the files as they came. `check` reports originals that are
    missing or have another size than the catalogue says. It does not read the originals: `verify` does.

    It reports records that are missing in the index, and damaged files of the index. It reports receipts that count
    more or fewer files than they list, or that name a record that is not in the catalogue.

    It reports damaged settings, name cards, tables and derived files such as thumbnails. What is derived is made again.
    Settings and name cards changed by hand since the last change to the archive are named, which is no problem.

    It reports a clock that jumped by more than an hour, which embargoes then do not follow. `doctor` says what to do.

    `check` changes nothing. Run it while no ingest is under way.
    """
    with Archive.open_to_read(folder) as archive:
        found = list(_problems(archive))
    problems = [problem for problem in found if not problem.is_note]
    if as_json:
        for problem in found:
            told = {"part": problem.part, "subject": problem.subject, "message": problem.message}
            print_json(told | code_and_params(problem.message))
    else:
        _say(found)
    if as_json:
        print_json({"summary": True, "problems": len(problems)})
    elif not problems:
        click.echo("Catalogue, originals, index and receipts agree.")
    if problems:
        raise SystemExit(1)


def _say(problems: Sequence[IntegrityProblem]) -> None:
    """Print a line for each problem, or one for many of a kind."""
    sorts: dict[tuple[str, str, str], list[IntegrityProblem]] = {}
    for problem in problems:
        sorts.setdefault((problem.part, problem.together, problem.index), []).append(problem)
    for (part, together, index), found in sorts.items():
        if together and len(found) > EACH:
            message = Message(together, count=len(found), index=index)
            click.echo(f"{part}: {message} `press-archive check --json` names each.")
            continue
        for problem in found:
            click.echo(f"{part}: {problem.message}")


def _settings_problems(archive: Archive) -> Iterator[IntegrityProblem]:
    for path, noted, is_damage in archive.settings_note.changes():
        code = "check-settings-damaged" if is_damage else "check-settings-changed"
        message = Message(code, path=path, at=describe(noted.at, archive.settings.archive.zone))
        yield IntegrityProblem("settings", str(path), message, is_note=not is_damage)


def _derived_problems(archive: Archive) -> Iterator[IntegrityProblem]:
    """Yield damaged files that are made again by themselves."""
    notes = {CLOCK: archive.clock.is_damaged(), SETTINGS_NOTE: archive.settings_note.is_damaged()}
    damaged = [archive.folder / LOCKS / name for name, is_damaged in notes.items() if is_damaged]
    damaged += [path for path in [archive.catalogue.damaged_hashes()] if path]
    for path in [*damaged, *damaged_renditions(archive.derived / "renditions")]:
        yield IntegrityProblem("derived", str(path), Message("check-derived", path=path), "check-derived-many")


def _problems(archive: Archive) -> Iterator[IntegrityProblem]:
    if (doubt := clock_doubt()) is not None:
        yield IntegrityProblem("clock", "clock", describe_doubt(doubt, archive.settings.archive.zone))
    for path in altered_tables(archive.folder):
        yield IntegrityProblem("tables", str(path), Message("check-table", path=path))
    yield from _settings_problems(archive)
    yield from _derived_problems(archive)
    told = index_sync.status(archive)
    if told["state"] == "current":
        yield from fixity.check(archive, index_sync.ids(archive))
        if damaged := index_sync.damaged_file(archive):
            yield IntegrityProblem("index", "index", Message("check-index-damaged", file=damaged))
        return
    yield from fixity.check(archive)
    if current(archive) is None and not archive.catalogue.last_accession():
        return  # nothing was ingested yet, so there is nothing to find
    code = {"behind": "check-index-behind", "none": "check-index-missing"}[told["state"]]
    yield IntegrityProblem("index", "index", Message(code))
