"""Find texts that may be near duplicates by shared bands, in archives of any size.

A text's bands are stored under its number, `change` in `editions`. Those of the last few thousand texts are in
`new_text_bands`, one row per text. They move together to `text_bands`, one row per band: in a table sorted by band, a
single text would touch a page for each of its bands. A text that changes keeps its number: its bands in
`new_text_bands` are replaced, those in `text_bands` stay. They only add a candidate, whose sketch is then compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Row, cast, delete, select

from archive.catalogue.schema.id_queries import EACH_NUMBER, each_of, joined_values
from archive.catalogue.schema.rows import insert_rows, upsert
from archive.catalogue.schema.tables import editions, new_text_bands, text_bands, texts
from archive.text.minhash import BANDS
from archive.text.near_duplicates import NEAR, WordedText, bits_apart

Bands = NDArray[np.int64]

MOST_OF_BAND = 16  # newest texts of a band that are checked: a form letter may have ten thousand
NEAREST = 8  # how many texts with near sketches are read
MOST_NEW = 4_000  # texts whose bands are searched in memory before they are moved
_AT_ONCE = 50_000  # texts whose bands are sorted together when all are written
_ROWS = 50_000  # rows per statement
_ENDS = (1 << 16) - 1  # the last bits of a band

_SORT_IN, _KEEP = upsert(text_bands), upsert(new_text_bands)
_ASKED = each_of("bands")
_BAND = cast(_ASKED.c.value, BigInteger)
_WITH_BAND = select(text_bands.c.edition).where(text_bands.c.band == _BAND).order_by(text_bands.c.edition.desc())
_WITH = select(_BAND.label("band"), joined_values(_WITH_BAND, _ASKED).label("numbers")).subquery()
_WITH_SOME = select(_WITH).where(_WITH.c.numbers.is_not(None))
_TEXTS = select(editions.c.change, texts.c.text).join(texts, texts.c.record == editions.c.record)
_TEXTS = _TEXTS.where(editions.c.sketch != "").order_by(editions.c.change)
_EDITIONS = select(editions).where(editions.c.change.in_(EACH_NUMBER))


def put_bands(conn: Connection, numbered: Sequence[tuple[int, Bands]]) -> None:
    """Store the bands of texts, each with its number."""
    rows = [{"edition": number, "bands": bands.tobytes()} for number, bands in numbered if len(bands)]
    if rows:
        conn.execute(_KEEP, rows)


def put_bands_of_all(conn: Connection) -> None:
    """Store the bands of all texts of a catalogue that has none yet."""
    numbers: list[int] = []
    bands: list[Bands] = []
    for row in conn.execute(_TEXTS):
        if len(found := WordedText(row.text).bands):
            numbers.append(row.change)
            bands.append(found)
        if len(bands) == _AT_ONCE:
            sort_in(conn, numbers, np.array(bands))
            numbers, bands = [], []
    if bands:
        sort_in(conn, numbers, np.array(bands))


def sort_in(conn: Connection, numbers: Sequence[int], bands: Bands) -> None:
    """Write the bands of texts, one row per number, to the sorted table in its order, so that each page is written
    once."""
    order = np.argsort(bands, axis=None)
    sorted_bands, owners = bands.ravel()[order], np.repeat(numbers, BANDS)[order]
    for at in range(0, len(order), _ROWS):
        rows = zip(sorted_bands[at : at + _ROWS].tolist(), owners[at : at + _ROWS].tolist(), strict=True)
        insert_rows(conn, _SORT_IN, [*rows])


def find_candidates(conn: Connection, wordings: Mapping[str, WordedText]) -> dict[str, list[str]]:
    """Return, for each record, those whose texts may be near duplicates of its own, likeliest first: at most NEAREST
    that share a band and have a near sketch."""
    asked = [(record, text) for record, text in wordings.items() if len(text.bands)]
    if not asked:
        return {}
    pairs = _sharing(conn, np.array([text.bands for _, text in asked]))
    rows: dict[int, list[Row[Any]]] = {}
    for row in conn.execute(_EDITIONS, {"ids": json.dumps(np.unique(pairs[:, 1]).tolist())}):
        rows.setdefault(row.change, []).append(row)
    found: dict[str, list[tuple[int, str]]] = {}
    for n, number in pairs.tolist():
        record, text = asked[n]
        for row in rows.get(number, ()):
            if row.record != record and row.sketch and (bits := bits_apart(text.sketch, row.sketch)) <= NEAR:
                found.setdefault(record, []).append((bits, row.record))
    return {record: [other for _, other in sorted(some)[:NEAREST]] for record, some in found.items()}


def _sharing(conn: Connection, asked: Bands) -> NDArray[np.int64]:
    """Return which texts share a band with which of the given ones, as pairs (row of `asked`, number), each once. Moves
    the bands of new texts if there are enough of them."""
    bands, places = np.unique(asked, return_inverse=True)
    at, numbers = (np.concatenate(both) for both in zip(_sorted_with(conn, bands), _new_with(conn, bands), strict=True))
    order = np.lexsort((-numbers, at))
    at, numbers = at[order], numbers[order]
    newest = np.arange(len(at)) - np.searchsorted(at, at) < MOST_OF_BAND
    at, numbers = at[newest], numbers[newest]
    starts = np.searchsorted(at, places.ravel())
    counts = np.searchsorted(at, places.ravel(), "right") - starts
    texts_ = np.repeat(np.repeat(np.arange(len(asked)), BANDS), counts)
    within = np.arange(len(texts_)) - np.repeat(np.cumsum(counts) - counts, counts)
    pairs = np.unique(texts_ << 32 | numbers[np.repeat(starts, counts) + within])
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF], axis=1)


def _sorted_with(conn: Connection, bands: Bands) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each text with one of these bands in the sorted table, the position of the band and the number of the
    text."""
    asked = {"bands": json.dumps(bands.tolist()), "most": MOST_OF_BAND}
    rows = [(row.band, row.numbers.split(",")) for row in conn.execute(_WITH_SOME, asked)]
    theirs = np.repeat(np.array([band for band, _ in rows], np.int64), [len(numbers) for _, numbers in rows])
    owners = np.array([int(number) for _, numbers in rows for number in numbers], np.int64)
    return np.searchsorted(bands, theirs), owners


def _new_with(conn: Connection, bands: Bands) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the same for the bands of new texts."""
    rows = conn.execute(select(new_text_bands)).all()
    if not rows:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    numbers = [row.edition for row in rows]
    theirs = np.frombuffer(b"".join(row.bands for row in rows), np.int64)
    if len(rows) > MOST_NEW:
        sort_in(conn, numbers, theirs.reshape(-1, BANDS))
        conn.execute(delete(new_text_bands))
    ends = np.zeros(_ENDS + 1, bool)
    ends[bands & _ENDS] = True
    likely = np.flatnonzero(ends[theirs & _ENDS])  # few of many, for which a binary search is slow
    at = np.searchsorted(bands, theirs[likely])
    is_same = bands.take(at, mode="clip") == theirs[likely]
    return at[is_same], np.array(numbers)[likely[is_same] // BANDS]
