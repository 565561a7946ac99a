"""The engines return the same results, counts and orders for any plan, and scores that differ little."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from archive.config import load
from archive.errors import ConfigError
from archive.search.engines.engine import ENGINES, Document, Engine, EngineResults, State, engine_named
from archive.search.engines.tantivy import queries as tantivy_queries
from archive.search.query.compiler import compile_query
from archive.search.query.parser import parse_query
from archive.search.query.plan import AnyOf, Dates, Everything, Keyword, Node, Phrase, Plan, Prefix, Sort, TermNode
from archive.settings import Settings
from archive.text import TextValue, document_terms
from tests.support.commands import some
from tests.support.engines import closed, created

STATE = State(1, "2026-01-01T00:00:00Z", analysis=1)
COLUMNS = ("kind", "language", "place", "year")
SORTS: tuple[Sort, ...] = ("date", "-date", "title")
VOCABULARY = (
    "hà nội lương cường lượng cuong thủ tướng bridge bridges jembatan menteri kementerian W-HAI_1275.jpg 123/SP/2025 "
    "PBB U.N. ký công ước o'clock 東京 mother-in-law red iron"
)
SENTENCES = ("The red iron bridge of Hà Nội", "Hà Nội: red new iron, and a bridge", "Thủ tướng ký công ước")
QUERIES = {
    "a word": "bridge",
    "a word with marks": "lương",
    "a word without": "luong",
    "a stem": "bridges",
    "two words": "hà nội",
    "two words without marks": "ha noi",
    "one of two": "bridge OR jembatan",
    "without": "red -iron",
    "only without": "-bridge",
    "brackets": "(bridge OR jembatan) AND NOT (red iron)",
    "a phrase": '"hà nội"',
    "a phrase of three": '"red iron bridge"',
    "a loose phrase": '"red bridge"~5',
    "a loose phrase of three": '"red iron bridge"~4',
    "a beginning": "brid*",
    "a beginning with marks": "lươn*",
    "a field": "title:bridge",
    "a field with two": "title:(bridge OR red)",
    "a phrase in a field": 'title:"hà nội"',
    "a number": 'number:"123/SP/2025"',
    "a file name": "1275",
    "the whole file name": "W-HAI_1275.jpg",
    "an acronym": "UN",
    "a hyphen": "mother-in-law",
    "a script without spaces": "東京",
    "one sign of such a script": "東",
    "a year": "bridge date:2024",
    "months": "date:2023-06..2024-03",
    "from a day": "red date:>=2024-05-01",
    "a kind": "kind:photo bridge",
    "nothing there": "zebra",
    "everything": "",
}


def _sentence(chance: random.Random, most: int) -> str:
    words = " ".join(chance.choices(VOCABULARY.split(), k=chance.randint(0, most)))
    return f"{words} {chance.choice(SENTENCES)}" if chance.random() < 0.2 else words


def _document(chance: random.Random, number: int) -> Document:
    languages = chance.sample(("id", "vi", "en"), chance.randint(1, 3))
    values = [TextValue("title", _sentence(chance, 5), languages[0])]
    values += [TextValue(field, _sentence(chance, 14), tag) for tag in languages for field in ("text", "caption")]
    values.append(TextValue("number", chance.choice(("123/SP/2025", "124-SP-2025", "")), None))
    values.append(TextValue("filename", chance.choice(("W-HAI_1275.jpg", "IMG_1.jpg", "")), None))
    year, month = chance.randint(2023, 2025), chance.randint(1, 12)
    day = year * 10_000 + month * 100
    facets = {
        "kind": (chance.choice(("photo", "article", "speech")),),
        "language": tuple(languages),
        "place": tuple(f"Place {chance.randint(0, 30)}" for _ in range(chance.randint(0, 3))),
        "year": (str(year),),
    }
    dates = chance.choice((None, (day + 5, day + 5), (day + 1, day + 30)))
    return Document(f"r{number:03}", document_terms(values), facets, dates, values[0].text)


@pytest.fixture(scope="module", params=[1, 2])
def engines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """The same random documents in every engine, some of them replaced and some deleted."""
    chance = random.Random(request.param)
    folder = tmp_path_factory.mktemp("agree")
    opened = created(folder, STATE)
    numbers = [*range(60), *(chance.randrange(60) for _ in range(20)), *range(60, 70)]
    batches = [[_document(chance, n) for n in numbers[start : start + 30]] for start in range(0, 90, 30)]
    for engine in opened.values():
        for batch in batches:
            engine.update(batch, ["r007", "r031"], STATE)
    yield opened
    closed(opened)


def _agreed(engines: dict[str, Engine], plan: Plan) -> EngineResults:
    """Return the default engine's results, after checking that all agree except for scores and their order."""
    first = engines["whoosh"].search(plan)
    for name, engine in engines.items():
        other = engine.search(plan)
        assert (other.total, other.undated, other.facets) == (first.total, first.undated, first.facets), name
        assert sorted(other.ids) == sorted(first.ids), name
    return first


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_and_counts_the_same(engines: dict[str, Engine], query: str) -> None:
    frame = Plan(Everything(), limit=100, facets=COLUMNS)
    for any_word in (False, True):
        plan = compile_query(parse_query(QUERIES[query]), ("id", "vi", "en"), frame, any_word=any_word)
        found = _agreed(engines, plan)
        assert (found.total == 0) == (query == "nothing there")
        for sort in SORTS:
            orders = {engine.search(replace(plan, sort=sort)).ids for engine in engines.values()}
            assert len(orders) == 1, sort


@pytest.mark.parametrize("query", ["bridge", '"hà nội"', "red OR iron", "jem*", ""])
def test_filters_days_and_pages_narrow_the_same(engines: dict[str, Engine], query: str) -> None:
    filters = (Keyword("kind", ("photo", "speech")), Keyword("place", ("Place 3", "Place 4", "Place 5", "Nowhere")))
    for chosen in (filters, filters[:1], filters[1:], ()):
        for days in (None, Dates(20240101, None), Dates(None, 20240610), Dates(20240301, 20240901)):
            frame = Plan(Everything(), filters=chosen, dates=days, facets=COLUMNS, facet_size=3, limit=100)
            plan = compile_query(parse_query(query), ("id", "vi", "en"), frame)
            _agreed(engines, plan)
            counted = _agreed(engines, replace(plan, limit=0))
            assert counted.ids == ()
            for sort in SORTS:
                pages = [replace(plan, sort=sort, offset=offset, limit=4) for offset in (0, 4, 40, 400)]
                for page in pages:
                    assert len({engine.search(page).ids for engine in engines.values()}) == 1


def test_what_has_no_score_comes_in_the_same_order(engines: dict[str, Engine]) -> None:
    for node in (Everything(), Keyword("kind", ("photo",)), Dates(20240101, None), AnyOf((Dates(), Everything()))):
        for offset in (0, 5, 60):
            plan = Plan(node, offset=offset, limit=7)
            assert len({engine.search(plan).ids for engine in some(engines.values())}) == 1


def test_pages_by_relevance_fit_together(engines: dict[str, Engine]) -> None:
    """Tied documents have a fixed order, whatever page they are on."""
    for engine in some(engines.values()):
        for node in (TermNode("title_text", "bridge"), Prefix("text_text", "b"), TermNode("filename_text", "1275")):
            whole = engine.search(Plan(node, limit=100))
            pages = [engine.search(Plan(node, offset=n, limit=3)) for n in range(0, whole.total + 3, 3)]
            assert tuple(doc_id for page in pages for doc_id in page.ids) == whole.ids
            assert tuple(score for page in pages for score in page.scores) == pytest.approx(whole.scores)


def test_a_search_in_another_order_tells_the_same_scores(engines: dict[str, Engine]) -> None:
    node = AnyOf((TermNode("text_text", "bridge"), TermNode("title_text", "red", 2.0)))
    for engine in some(engines.values()):
        by_score, by_date = (engine.search(Plan(node, limit=100, sort=sort)) for sort in ("relevance", "-date"))
        scores = dict(zip(by_score.ids, by_score.scores, strict=True))
        assert scores == pytest.approx(dict(zip(by_date.ids, by_date.scores, strict=True)))


def test_terms_are_listed_the_same(tmp_path: Path) -> None:
    documents = [_document(random.Random(n), n) for n in range(40)]
    listed = []
    for engine in created(tmp_path, STATE).values():
        engine.update(documents, (), STATE)
        listed.append([engine.terms("text_text", prefix, 5) for prefix in ("", "b", "ha", "lu", "東", "zz")])
        engine.close()
    assert all(terms == listed[0] for terms in some(listed[1:]))


def test_scores_differ_by_a_factor_and_little_more(tmp_path: Path) -> None:
    """The other engines include the constant factor k1 + 1 of BM25."""
    documents = [
        Document(
            f"r{n:03}", {"text_text": [(chosen, i) for i, chosen in enumerate("ab" * (n % 9 + 1) + "c" * (n % 5))]}
        )
        for n in range(300)
    ]
    scores = {}
    for name, engine in created(tmp_path, STATE).items():
        engine.update(documents, (), STATE)
        found = engine.search(Plan(AnyOf((TermNode("text_text", "a"), TermNode("text_text", "c", 3.0))), limit=300))
        scores[name] = dict(zip(found.ids, found.scores, strict=True))
        engine.close()
    own = scores.pop("whoosh")
    for name, told in some(scores.items()):
        assert told == pytest.approx({doc_id: score * 2.2 for doc_id, score in own.items()}, rel=0.05), name


def _loose(tmp_path: Path, node: Node) -> dict[str, set[str]]:
    """Return what each engine finds among all choices and orders of up to seven of nine positions for three words."""
    chance = random.Random(3)
    documents = []
    for number, places in enumerate(combinations(range(9), 5)):
        words = chance.choices("abc", k=5)
        documents.append(Document(f"{number}", {"text_text": list(zip(words, places, strict=True))}))
    found = {}
    for name, engine in created(tmp_path, STATE).items():
        engine.update(documents, (), STATE)
        found[name] = set(engine.search(Plan(node, limit=999)).ids)
        engine.close()
    return found


@pytest.mark.parametrize("slop", range(6))
@pytest.mark.parametrize("words", ["ab", "abc", "aba", "aa", "cba", "abca"])
def test_loose_phrases_mind_order_and_room_the_same(tmp_path: Path, words: str, slop: int) -> None:
    found = _loose(tmp_path, Phrase("text_text", tuple(words), slop))
    assert all(ids == found["whoosh"] for ids in some(found.values()))


def test_a_loose_phrase_with_too_many_shapes_finds_no_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only difference in results: here it also finds documents whose words are close and in order only in pairs."""
    monkeypatch.setattr(tantivy_queries, "MAX_SHAPES", 4)
    found = _loose(tmp_path, Phrase("text_text", ("a", "b", "c"), 2))
    assert found["whoosh"]
    assert found["tantivy"] >= found["whoosh"]


def test_the_settings_name_every_engine_and_no_other(tmp_path: Path) -> None:
    for name in ENGINES:
        (tmp_path / "archive.toml").write_text(f'[index]\nengine = "{name}"\n')
        assert load(tmp_path, {}).index.engine == name
    assert Settings().index.engine in ENGINES
    with pytest.raises(ConfigError, match="there are whoosh, tantivy, opensearch"):
        engine_named("steam")
