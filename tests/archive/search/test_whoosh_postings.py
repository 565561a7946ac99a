"""Terms and postings computed by arrays equal those of a simple evaluation of each document."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.util.numeric import length_to_byte

from archive.search.engines.engine import Document, State
from archive.search.engines.whoosh import WhooshEngine, posting_pool
from archive.search.engines.whoosh import writer as whoosh_writer
from archive.search.engines.whoosh.blocks import PostingArrays, pack_blocks, unpack, unpack_blocks, unpack_positions
from archive.search.engines.whoosh.fields import TITLE_BYTES, facet_field
from archive.text import TextValue, document_terms, vocabulary
from archive.text.terms import CONTENT_OF, SCOPE_OF
from tests.support.commands import some
from tests.support.plain_terms import plain_terms

PHRASES = (
    "Đại hội P.B.B. 10.000 e-mail Jum'at",
    "W-HAI_1275.jpg, IMG1275 (123/SP/HM/X/2025)",
    "Presiden menandatangani konvensi; Presiden berpidato.",
    "The signing ceremonies of the Convention",
    "Lễ ký Công ước Hà Nội, hoà hòa thuỷ",
    "東京都の会議は終了した。北京、上海",
    "ก็ไม่รู้ ภาษาไทย abc漢字def",
    "مدرسة الكتاب الوحدة",
    "Ünïcödé ﬁ ʹ' e-ʹ a\u00adb Ⅷ co-op re-re",
    f"{'x' * 300} {'é' * 120},",
    "a,b\tc\u2028d\u00a0e\x1ff",
    "— … !!",
    "",
)
FIELDS = (*CONTENT_OF, *SCOPE_OF)


def any_values(chance: random.Random) -> list[TextValue]:
    return [
        TextValue(
            chance.choice(FIELDS),
            " ".join(chance.choices(PHRASES, k=chance.randint(1, 3))),
            chance.choice((None, "vi", "id", "ms", "en-GB", "ar", "zh", "tet")),
        )
        for _ in range(chance.randint(0, 8))
    ]


@pytest.mark.parametrize("seed", range(40))
def test_terms_made_by_arrays_are_those_of_each_token(seed: int) -> None:
    values = any_values(random.Random(seed))
    assert document_terms(values) == plain_terms(values)


def whole_index(engine: WhooshEngine) -> dict[str, dict[str, dict[str, list[int]]]]:
    """Return the positions by field, term and document, without deleted documents."""
    found: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(dict))
    for segment, live in engine._current().segments:
        for field, terms in segment.lexicon.fields.items():
            assert [terms.term(n) for n in range(terms.count)] == sorted({terms.term(n) for n in range(terms.count)})
            for number, count in enumerate(terms.documents.tolist()):
                block = segment.lexicon.block(terms, number)
                docs, freqs = unpack(block, count)
                assert (np.diff(docs) > 0).all()
                positions = np.split(unpack_positions(block, count), np.cumsum(freqs)[:-1])
                held = zip(docs.tolist(), positions, strict=False)
                own = {segment.ids[doc].decode(): at.tolist() for doc, at in held if live[doc]}
                found[field][terms.term(number).decode()] |= own
    return {field: {t: own for t, own in terms.items() if own} for field, terms in found.items() if any(terms.values())}


def plain_index(documents: dict[str, Document], values: dict[str, list[TextValue]]) -> dict[str, Any]:
    """Return the expected value."""
    found: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for name, document in documents.items():
        for field, pairs in plain_terms(values[name]).items():
            for term, position in pairs:
                found[field][term][name].append(position)
        for column, given in document.facets.items():
            for value in given:
                found[facet_field(column)][value][name] = []
        found["id"][name][name] = []
    return {field: {term: dict(own) for term, own in terms.items()} for field, terms in found.items()}


def columns(engine: WhooshEngine) -> dict[str, tuple[Any, ...]]:
    """Return the columns by document."""
    return {
        segment.ids[doc].decode(): (
            segment.titles[doc],
            segment.forms[doc],
            int(segment.first[doc]),
            int(segment.last[doc]),
            {field: int(lengths[doc]) for field, lengths in segment.lengths.items() if lengths[doc]},
        )
        for segment, live in engine._current().segments
        for doc in np.flatnonzero(live).tolist()
    }


def plain_columns(document: Document, values: list[TextValue]) -> tuple[Any, ...]:
    """Return the expected value."""
    lengths = {field: length_to_byte(len(pairs)) for field, pairs in plain_terms(values).items()}
    return document.title.encode()[:TITLE_BYTES], document.form.encode(), *(document.dates or (0, 0)), lengths


@pytest.mark.parametrize(
    ("held", "stretch", "pieces"),
    [(whoosh_writer.MAX_HELD, posting_pool.STRETCH_BYTES, vocabulary.MAX_PIECES), (300, 100, 200)],
    ids=["as it is", "little room"],
)
def test_the_whole_index_is_what_its_documents_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, stretch: int, pieces: int
) -> None:
    """After updates, replacements and deletions, in many segments and merged, with any buffer sizes."""
    monkeypatch.setattr(whoosh_writer, "MAX_HELD", held)
    monkeypatch.setattr(posting_pool, "STRETCH_BYTES", stretch)
    monkeypatch.setattr(vocabulary, "MAX_PIECES", pieces)
    chance = random.Random(held)
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    documents: dict[str, Document] = {}
    values: dict[str, list[TextValue]] = {}
    for commit, count in enumerate((9, 1, 0, 30, 1, 14)):
        given = {f"r{chance.randrange(40)}": any_values(chance) for _ in range(count)}
        made = {
            name: Document(
                name,
                document_terms(own),
                {"person": chance.choices("abcd", k=3), "kind": ("photo",)},
                chance.choice((None, (20240101, 20240131))),
                "title " + "ô" * chance.randrange(50),
                chance.choice(("", "0123456789abcdef")),
            )
            for name, own in given.items()
        }
        gone = [f"r{chance.randrange(40)}" for _ in range(commit)]
        engine.update(made.values(), gone, State(commit, "", 1))
        documents = {name: one for name, one in documents.items() if name not in gone} | made
        values |= given
    assert whole_index(engine) == plain_index(documents, values)
    while engine.tidy():
        pass
    assert whole_index(engine) == plain_index(documents, values)
    assert columns(engine) == {name: plain_columns(one, values[name]) for name, one in documents.items()}
    engine.close()


@pytest.mark.parametrize("placed", [True, False], ids=["positions", "none"])
def test_blocks_of_many_terms_are_those_of_each(placed: bool) -> None:
    chance = random.Random(placed)
    counts = [chance.choice((1, 1, 2, 40, 700)) for _ in range(200)]
    spans = [chance.choice((900, 70_000, 9_000_000)) for _ in counts]
    docs = [sorted(chance.sample(range(span), count)) for span, count in zip(spans, counts, strict=True)]
    often = (1, 1, 1, 3, 300) if placed else (1,)
    freqs = [[chance.choice(often) if n % 2 else 1 for _ in range(count)] for n, count in enumerate(counts)]
    places = [[chance.randrange(chance.choice((200, 40_000, 200_000))) for _ in range(placed * sum(f))] for f in freqs]
    columns = [np.array([*chain.from_iterable(many)], np.int64) for many in (docs, freqs, places)]
    arrays = PostingArrays(np.array(counts), *columns[:2], np.array([*map(len, places)]), columns[2])
    data, lengths = pack_blocks(arrays)
    for made, given in some(zip(unpack_blocks(data, lengths, arrays.counts), arrays, strict=True)):
        np.testing.assert_array_equal(made, given)
    ends = np.cumsum(lengths).tolist()
    for n, (start, end) in some(enumerate(pairwise([0, *ends]))):
        found, counted = unpack(data[start:end], counts[n])
        assert (found.tolist(), counted.tolist()) == (docs[n], freqs[n])
        assert unpack_positions(data[start:end], counts[n]).tolist() == places[n]
