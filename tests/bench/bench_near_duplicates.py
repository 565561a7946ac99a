"""Near duplicates of texts: how many of the pairs that a scan of all sketches confirms are found by bands, and what a
text costs in archives of growing size.

python -m tests.bench.bench_near_duplicates [--texts 20000] [--sizes 10000 100000 1000000] [--only pairs|times]
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from archive.catalogue.relations import text_bands, text_versions
from archive.catalogue.schema.migration import ensure
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.text.minhash import BANDS, ROWS
from archive.text.near_duplicates import NEAR, WordedText, same_text
from tests.bench.measuring import row, size, timed

HEADS, MIDDLES, ENDS = (
    ("ka", "se", "lo", "mi", "tu", "ra", "pe", "du"),
    "bdglmnrst",
    ("an", "ik", "or", "u", "am", "es"),
)
WORDS = ["".join(parts) for parts in product(HEADS, MIDDLES, ENDS)]
OFFICES, EDITS = 40, range(1, 21)  # texts that many others contain; per cent of words that differ in a reprint
BATCH = 200  # texts written together, as in an ingest


def sentences(dice: random.Random, words: int) -> str:
    """Return prose with few frequent words, in lines of some sentences."""
    drawn = [_word(dice) for _ in range(words)]
    found, at = [], 0
    while at < words:
        long = dice.randint(9, 20)
        found.append(" ".join(drawn[at : at + long]).capitalize() + ".")
        at += long
    return "\n".join(" ".join(found[n : n + 4]) for n in range(0, len(found), 4))


def _word(dice: random.Random) -> str:
    if dice.random() < 0.6:
        return dice.choice(WORDS)
    return WORDS[min(int(dice.paretovariate(0.7)) - 1, len(WORDS) - 1)]


def reprint(dice: random.Random, text: str, percent: int, start: int) -> str:
    """Return a text with that share of its words changed, from position `start` on."""
    words = text.split(" ")
    for n in range(start, len(words)):
        if dice.random() < percent / 100 and "\n" not in words[n] and words[n].islower():
            words[n] = dice.choice(WORDS)
    return " ".join(words)


def made_texts(many: int, seed: int = 15) -> Iterator[str]:
    """Yield random texts. A third share a part with others of their office; one in four has reprints, edited throughout
    or only after the lead."""
    dice = random.Random(seed)
    shared = [sentences(dice, dice.randint(40, 120)) for _ in range(OFFICES)]
    made = 0
    while made < many:
        text = sentences(dice, dice.randint(60, 600))
        if dice.random() < 0.3:
            text = f"{text}\n{dice.choice(shared)}"
        versions = [text]
        if dice.random() < 0.25:
            edits = [(dice.choice(EDITS), dice.choice((0, 70))) for _ in range(dice.randint(1, 3))]
            versions += [reprint(dice, text, *edit) for edit in edits]
        yield from versions[: many - made]
        made += len(versions)


def scanned(texts: Sequence[WordedText]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that a scan of all sketches finds, the nearest of each text."""
    sketches = np.frombuffer(bytes.fromhex("".join(text.sketch for text in texts)), np.uint64).reshape(-1, 2)
    for n, sketch in enumerate(sketches):
        apart = np.bitwise_count(sketches ^ sketch).sum(1)
        near = np.flatnonzero(apart <= NEAR)
        near = near[np.argsort(apart[near], kind="stable")]
        yield from ((min(n, other), max(n, other)) for other in near[near != n][: text_bands.NEAREST].tolist())


def banded(texts: Sequence[WordedText]) -> Iterator[tuple[int, int]]:
    """Yield all pairs that share a band."""
    members: dict[int, list[int]] = {}
    for n, text in enumerate(texts):
        for band in set(text.bands.tolist()):
            members.setdefault(band, []).append(n)
    for some in members.values():
        yield from combinations(some[-text_bands.MOST_OF_BAND :], 2)


def pairs(many: int) -> None:
    """Print the share of confirmed pairs that bands find."""
    texts = [WordedText(text) for text in made_texts(many)]
    confirmed = {pair for pair in set(scanned(texts)) if same_text(texts[pair[0]], texts[pair[1]])}
    shared = set(banded(texts))
    found = confirmed & shared
    print(f"{many} texts, {BANDS} bands of {ROWS}: of {len(confirmed)} pairs of a scan, {len(found)} found")
    print(f"{100 * len(found) / len(confirmed):.3f} %; {len(shared) / many:.2f} pairs a text share a band")


_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) "
_EDITIONS = (
    "INSERT INTO editions SELECT format('%016d', n), hex(randomblob(16)), lower(hex(randomblob(16))), n FROM numbers"
)
_BANDS = "INSERT INTO text_bands SELECT n * ?2 + abs(random() % ?2), 1 + abs(random() % ?3) FROM numbers"


def fill(conn: sqlite3.Connection, many: int) -> None:
    """Insert texts with other words than those searched for, with their sketches and bands."""
    conn.execute("BEGIN")
    conn.execute(f"{_NUMBERS}{_EDITIONS}", (many,))
    conn.execute(f"{_NUMBERS}{_BANDS}", (many * BANDS, (1 << 47) // (many * BANDS), many))
    conn.commit()


def times(sizes: Sequence[int]) -> None:
    """Print the CPU time per text, as the mean of batches, the last of which moves the new bands to the sorted table:
    in total, and for its rows and candidates alone."""
    row("texts", ["ms a text", "of it in the table", "worst batch, ms", "MB"])
    for many in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.sqlite"
            database = SqliteDatabase(path)
            ensure(database)
            with database.engine.connect() as conn:
                driver = conn.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.execute("PRAGMA foreign_keys = OFF")
                fill(driver, many)
                costs = [_cost(conn, n) for n in range(text_bands.MOST_NEW // BATCH + 1)]
                assert not conn.exec_driver_sql("SELECT count(*) FROM new_text_bands").scalar()
            words, table = (sum(some) / len(some) / BATCH for some in zip(*costs, strict=True))
            worst = max(one for _, one in costs)
            row(f"{many:,}", [f"{words + table:.2f}", f"{table:.2f}", f"{worst:.0f}", f"{size(path):.0f}"])
            database.engine.dispose()


def _cost(conn: Connection, n: int) -> tuple[float, float]:
    """Return the milliseconds for the words of a batch, and for its rows and candidates."""
    new = {f"new {n} {at}": WordedText(text) for at, text in enumerate(made_texts(BATCH, seed=n))}
    words, _ = timed(lambda: [(text.digest, text.bands) for text in new.values()])

    def store() -> None:
        with conn.begin():
            text_versions._put_wordings(conn, new)
            text_bands.find_candidates(conn, new)

    table, _ = timed(store)
    return words, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--only", choices=["pairs", "times"])
    asked = parser.parse_args()
    if asked.only != "times":
        pairs(asked.texts)
    if asked.only != "pairs":
        times(asked.sizes)


if __name__ == "__main__":
    main()
