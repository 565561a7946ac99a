"""`press-archive verify` and `check`: whether the originals, and the parts of the archive, are still what they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from archive import fixity, indexing
from archive.archive import Archive
from archive.cli import archive_option, json_option, say_json
from archive.fixity import Problem, State


@click.command()
@archive_option
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Read every original and compare its SHA-256. Exit code 1 when one is missing or altered."""
    good = bad = 0
    with Archive.open(folder) as archive:
        for finding in fixity.verify(archive):
            if finding.state is State.OK:
                good += 1
            else:
                bad += 1
            if as_json:
                say_json(asdict(finding))
            elif finding.state is not State.OK:
                click.echo(f"{finding.state.value}: {finding.message}")
    if as_json:
        say_json({"summary": True, "ok": good, "failed": bad})
    else:
        click.echo(f"{good:,} originals are as they came in, {bad:,} are not.")
    if bad:
        raise SystemExit(1)


@click.command()
@archive_option
@json_option
def check(folder: Path, as_json: bool) -> None:
    """Compare catalogue, originals, index and receipts. Exit code 1 when they do not agree.

    Changes nothing. Run it while no ingest is under way.
    """
    with Archive.open(folder) as archive:
        problems = list(_problems(archive))
    for problem in problems:
        if as_json:
            say_json(asdict(problem))
        else:
            click.echo(f"{problem.part}: {problem.message}")
    if as_json:
        say_json({"summary": True, "problems": len(problems)})
    elif not problems:
        click.echo("Catalogue, originals, index and receipts agree.")
    if problems:
        raise SystemExit(1)


def _problems(archive: Archive) -> Iterator[Problem]:
    told = indexing.status(archive)
    if told["state"] == "current":
        yield from fixity.check(archive, indexing.ids(archive))
        return
    yield from fixity.check(archive)
    what = {"behind": "is behind the catalogue", "none": "is missing or cannot be used"}[told["state"]]
    yield Problem("index", "index", f"The index {what}: run `press-archive index rebuild`, or `serve`, which mends it.")
