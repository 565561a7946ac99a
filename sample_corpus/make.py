"""Makes the binary files of the sample corpus again: python sample_corpus/make.py [--out FOLDER] [NAME...]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from making import (
    beside,
    broken,
    decks,
    hostile_data,
    hostile_packed,
    hostile_xml,
    knots,
    ledgers,
    letters,
    office,
    old_documents,
    open_texts,
    packed,
    pdfs,
    photos,
    scans,
    sealed,
    tables,
    texts,
)

HERE = Path(__file__).parent


def files() -> dict[str, Callable[[], bytes]]:
    """Every made file of the corpus, by its path there, and what makes its bytes."""
    parts = (
        photos,
        beside,
        pdfs,
        texts,
        broken,
        hostile_data,
        hostile_packed,
        hostile_xml,
        tables,
        office,
        packed,
        decks,
        knots,
        ledgers,
        letters,
        old_documents,
        open_texts,
        scans,
        sealed,
    )
    return {name: make for part in parts for name, make in part.files()}


def main() -> None:
    """Write all of them, or those whose paths contain one of the names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=HERE, help="the folder to write to (default: the corpus itself)")
    options.add_argument("names", nargs="*", help="parts of paths; without any, everything is made")
    chosen = options.parse_args()
    for name, make in files().items():
        if chosen.names and not any(part in name for part in chosen.names):
            continue
        target = chosen.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make())
        sys.stdout.write(f"{target.stat().st_size:>8}  {name}\n")


if __name__ == "__main__":
    main()
