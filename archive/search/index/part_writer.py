"""A process that writes a part of an index: `python -m archive.search.index.part_writer DIR ENGINE NUMBER`.

It reads ids of records, one per line, and prints how many it has written. It ends with its parent.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

from archive.errors import PressArchiveError
from archive.search.index import index_sync
from archive.search.index.generations import generations_of
from archive.storage.archive import Archive


def main(folder: Path, engine: str, number: int, ids: list[str], parent: int) -> None:
    """Write these records into generation `number` of that engine. Raise as `index_sync.write_records` does."""

    def step(done: int) -> None:
        if os.getppid() != parent:
            raise SystemExit(1)
        print(done, flush=True)

    with Archive.open(folder) as archive:
        made = generations_of(archive, engine).numbered(number)
        with (
            closing(index_sync.open_index(made, "public")) as public,
            closing(index_sync.open_index(made, "held")) as held,
        ):
            cards = archive.authorities()
            index_sync.write_records(archive, public, held, cards, ids, step, only_differing=True)


if __name__ == "__main__":
    parent = os.getppid()
    try:
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.stdin.read().split(), parent)
    except PressArchiveError as error:
        sys.exit(f"press-archive: {error}")
    except KeyboardInterrupt:
        sys.exit(1)
