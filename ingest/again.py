"""Trying again what an accession did not take in: which files those are, and how they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.catalogue import RUNNING, Accession, Line, Wanted, actual
from archive.errors import CannotRetry, UnknownRecord
from ingest.receipt import NOT_TAKEN
from ingest.walk import Found

AT_ONCE = 1000  # lines of a receipt read at once


@dataclass(frozen=True, slots=True)
class Again:
    """What to walk, and which of the files met there are meant (None: all). `access` and `values` are what was said of
    the accession."""

    paths: list[Path]
    only: Callable[[Found], bool] | None
    accession: Accession


def again(archive: Archive, number: int) -> Again:
    """The files of accession `number` that were rejected or encrypted, and those that it did not reach when it was
    interrupted; no paths when there are none. Raises UnknownRecord; CannotRetry while it runs, and when what was given
    cannot be told from here."""
    accession = archive.catalogue.accession(number)
    if accession is None:
        raise UnknownRecord(f"There is no accession {number}; `press-archive receipts` lists them.")
    if accession.state == RUNNING and archive.is_locked("ingest"):
        raise CannotRetry(f"Accession {number} is still under way; wait until it has ended.")
    failed = _failed(archive, number)
    if accession.ended and accession.state == "done":
        return Again(list(failed), None, accession)
    return Again([*_given(accession), *failed], _unreached(archive, number, set(failed)), accession)


def _failed(archive: Archive, number: int) -> dict[Path, None]:
    """The files that were not taken in, or that have such files inside them, where they lie; each once."""
    roots = archive.catalogue.roots()
    found: dict[Path, None] = {}
    for outcome in NOT_TAKEN:
        after = 0
        while lines := archive.catalogue.receipt(number, Wanted(outcome), after, AT_ONCE):
            found |= dict.fromkeys(_where(line, roots) for line in lines)
            after = lines[-1].n
    return found


def _where(line: Line, roots: dict[str, str]) -> Path:
    if line.root in roots:
        return Path(roots[line.root]) / line.relpath
    return Path(line.path)


def _given(accession: Accession) -> list[Path]:
    """The paths that were given, as they were, so that the lines of both receipts name a file alike."""
    paths = [Path(actual(path)) for path in accession.arguments["paths"]]
    folder = Path(actual(accession.arguments.get("folder", "/")))
    if any(not path.is_absolute() for path in paths) and folder != Path.cwd():
        raise CannotRetry(
            f"Accession {accession.n} was given paths from the folder {folder}: change to that folder and run this"
            " again, or ingest the same paths once more."
        )
    return paths


def _unreached(archive: Archive, number: int, failed: set[Path]) -> Callable[[Found], bool]:
    def wanted(found: Found) -> bool:
        return found.path in failed or not archive.catalogue.has_line(number, found.shown)

    return wanted
