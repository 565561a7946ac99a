"""Near-duplicate texts are found by bands: nearly all that a scan of every text finds, at the same cost in an archive
of any size."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, create_engine

from archive.access import ARCHIVIST
from archive.catalogue import Catalogue
from archive.catalogue.relations import text_bands
from archive.catalogue.relations.text_bands import MOST_OF_BAND, NEAREST, find_candidates, put_bands, put_bands_of_all
from archive.catalogue.schema.tables import editions, metadata, texts
from archive.record import Description, Status
from archive.storage.archive import Archive
from archive.text.minhash import BANDS, bands_of
from archive.text.near_duplicates import NEAR, WordedText, bits_apart, same_text
from tests.archive.catalogue.test_groups import LETTER, RELEASE, REPRINT, grouped, text
from tests.bench.bench_near_duplicates import made_texts
from tests.support.growth import assert_linear
from tests.support.older_archives import set_back

MANY = 10_000  # texts in one band


@pytest.mark.parametrize(("share", "found"), [(0.5, 0.97), (0.6, 0.998), (0.7, 1.0)])
@pytest.mark.parametrize("size", [60, 400])
def test_sets_that_share_half_of_their_numbers_nearly_always_share_a_band(
    size: int, share: float, found: float
) -> None:
    chance = np.random.default_rng(7)
    kept = round(2 * size * share / (1 + share))

    def share_a_band() -> bool:
        numbers = chance.integers(0, 1 << 64, 2 * size - kept, np.uint64)
        one, other = np.sort(numbers[:size]), np.sort(numbers[size - kept :])
        return bool(np.isin(bands_of(one), bands_of(other)).any())

    assert np.mean([share_a_band() for _ in range(1000)]) >= found


def test_bands_bring_what_a_look_at_all_sketches_brings() -> None:
    texts = [WordedText(one) for one in made_texts(400)]
    pairs = [
        (one, other)
        for n, one in enumerate(texts)
        for other in texts[:n]
        if bits_apart(one.sketch, other.sketch) <= NEAR
    ]
    confirmed = [pair for pair in pairs if same_text(*pair)]
    assert len(confirmed) > 25
    assert [pair for pair in confirmed if not np.isin(pair[0].bands, pair[1].bands).any()] == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Foto.",
        "kapal " * 39,
        "kapal " * 1_000_000,
        "轮船停靠在新码头" * 10_000,
        "x" * 1_000_000,
        "ـ َ " * 100,
        "\0" * 100,
    ],
    ids=["none", "one", "39", "one word", "no spaces", "one letter", "marks alone", "zeros"],
)
def test_any_text_has_all_bands_or_none_and_stands_in_the_catalogue(catalogue: Catalogue, words: str) -> None:
    assert len(WordedText(words).bands) in (0, BANDS)
    with catalogue.write() as writer:
        ids = [text(writer, f"{n}.txt", words) for n in range(2)]
        other = text(writer, "other.txt", f"{RELEASE} {words}")
    assert not grouped(catalogue, ids[0], other, viewer=ARCHIVIST)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_texts_find_each_other_whether_their_bands_are_new_or_sorted_in(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(text_bands, "MOST_NEW", most)
    ids = []
    for n, words in enumerate((RELEASE, LETTER, f"{RELEASE} Sekian.", REPRINT)):
        with catalogue.write() as writer:
            ids.append(text(writer, f"{n}.txt", words))
    assert grouped(catalogue, ids[0], ids[2], ids[3])
    assert not grouped(catalogue, ids[0], ids[1])


def test_a_text_that_was_changed_often_hides_no_other(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_bands, "MOST_OF_BAND", 3)
    with catalogue.write() as writer:
        one = text(writer, "a.txt", RELEASE)
        restless = text(writer, "b.txt", LETTER)
    for n in range(2 * text_bands.MOST_OF_BAND):
        changed = RELEASE.replace("Jembatan sepanjang", f"Jembatan nomor {n} sepanjang")
        with catalogue.write() as writer:
            writer.describe(restless, Description("text/plain", "text", 2, text=changed))
    with catalogue.write() as writer:
        writer.describe(restless, Description("text/plain", "text", 2, text=LETTER))
    with catalogue.write() as writer:
        other = text(writer, "c.txt", REPRINT)
    assert grouped(catalogue, one, other)
    assert not grouped(catalogue, one, restless)


@pytest.mark.sqlite
def test_an_older_archive_has_bands_when_it_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.create(folder) as made, made.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        one = text(writer, "a.txt", RELEASE)
    set_back(folder, "0016")
    with Archive.open(folder) as opened:
        with opened.catalogue.write() as writer:
            other = text(writer, "b.txt", REPRINT)
        assert grouped(opened.catalogue, one, other)


# In an archive with a form letter


def catalogue_with(many: int, wording: WordedText) -> Connection:
    """Return a catalogue of texts with the bands and the sketch of this one."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    conn = engine.connect()
    rows = [(f"{n:05}", f"{n:032x}", wording.sketch, n) for n in range(1, many + 1)]
    if rows:
        conn.exec_driver_sql("INSERT INTO editions (record, digest, sketch, change) VALUES (?, ?, ?, ?)", rows)
    put_bands(conn, [(n, wording.bands) for n in range(1, many + 1)])
    return conn


def test_of_a_form_letter_the_newest_are_looked_at_and_a_rarer_text_is_not_hidden() -> None:
    form, rare = WordedText(RELEASE), WordedText(REPRINT)
    with closing(catalogue_with(MANY, form)) as conn:
        conn.exec_driver_sql(
            "INSERT INTO editions (record, digest, sketch, change) VALUES ('r', '', ?, 0)", (rare.sketch,)
        )
        put_bands(conn, [(0, rare.bands)])
        asked = {"form": form, "rare again": WordedText(REPRINT)}
        before_and_after_they_are_sorted_in = [find_candidates(conn, asked) for _ in range(2)]
        assert conn.exec_driver_sql("SELECT count(*) FROM text_bands").scalar() == (MANY + 1) * BANDS
    newest = [f"{n:05}" for n in range(MANY - MOST_OF_BAND + 1, MANY + 1)]
    for found in before_and_after_they_are_sorted_in:
        assert found["form"] == newest[:NEAREST]
        assert found["rare again"][0] == "r"


def test_many_forms_are_compared_in_proportion_to_their_number() -> None:
    form = WordedText(RELEASE)

    def given(many: int) -> tuple[Connection, dict[str, WordedText]]:
        return catalogue_with(many, form), {f"new {n}": form for n in range(many)}

    assert_linear(lambda archive: find_candidates(*archive), given, most=64)


def test_bands_of_all_are_those_of_each() -> None:
    wording = WordedText(LETTER)
    with closing(catalogue_with(0, wording)) as conn:
        put_bands_of_all(conn)
        row = {"record": "a", "digest": wording.digest, "sketch": wording.sketch, "change": 3}
        conn.execute(editions.insert(), row)
        conn.execute(texts.insert(), {"record": "a", "text": LETTER})
        put_bands_of_all(conn)
        stored = conn.exec_driver_sql("SELECT band, edition FROM text_bands").all()
    assert {tuple(one) for one in stored} == {(band, 3) for band in wording.bands.tolist()}
