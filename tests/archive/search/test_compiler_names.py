"""The weight of names in a plan, on every engine: without diacritics, in another form, with other words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.search.engines.engine import Engine
from archive.search.query import compile_query
from archive.search.query.plan import Plan
from archive.search.query.tree import Clause, Every, NameClause, Query, Quoted, Word
from tests.support.compiled import FILLING, long_text, opened, ranked, record, small
from tests.support.engines import LOCAL


@pytest.fixture(scope="module", params=LOCAL)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(request.param, tmp_path_factory.mktemp("compiled"))


def test_words_that_are_no_name_are_not_taken_for_one_without_its_marks(engine: Engine, tmp_path: Path) -> None:
    there = small(
        engine,
        tmp_path,
        record("name", ("title", "Presiden Luong Cuong berpidato", "id"), ("text", "Ia tiba.", "id")),
        record("words", ("title", "Lượng tăng, cường độ giảm", "vi"), ("text", "Lượng và cường độ.", "vi")),
        *(record(f"n{n}", ("title", "Tin", "vi"), ("text", "Không có gì.", "vi")) for n in range(10)),
    )
    assert ranked(there, "lượng cường") == ["words", "name"]
    assert ranked(there, "Lượng Cường") == ["name", "words"]
    there.close()


@pytest.mark.parametrize(
    ("typed", "plain", "other"),
    [
        ("Khánh Dương", "Khanh Duong", "khanh dưỡng"),
        ("Lê Hồng Sơn", "Le Hong Son", "lễ hội, hỏng hóc, sơn hà"),
        ("lê hồng sơn", "Le Hong Son", "lễ hội, hỏng hóc, sơn hà"),
        ("ĐỖ NGUYỆT ÁNH", "Do Nguyet Anh", "độ, nguyệt san, ảnh hưởng"),
        ("Đà Lạt", "Da Lat", "đá lát"),
    ],
)
def test_a_name_without_its_marks_stands_above_its_words_apart_and_other_words_and_below_the_name(
    engine: Engine, tmp_path: Path, typed: str, plain: str, other: str
) -> None:
    chance = random.Random(3)
    words = typed.split()
    apart = f"{' của '.join(words[::-1])}. {' và '.join(words)}"
    noise = [(f"noise-{tag}-{n}", tag, FILLING[tag]) for tag in FILLING for n in range(25)]
    there = small(
        engine,
        tmp_path,
        record("marked", ("title", "Tin", "vi"), ("text", long_text("vi", chance, f"{typed} phát biểu"), "vi")),
        *(
            record(f"plain-{tag}", ("title", "Berita", tag), ("text", long_text(tag, chance, f"xxx {plain} yyy"), tag))
            for tag in ("id", "en")
        ),
        record("plain-vi", ("title", "Tin", "vi"), ("text", long_text("id", chance, f"{plain} da phat bieu"), "vi")),
        *(
            record(f"apart-{n}", ("title", f"{words[0]} và tin", "vi"), ("text", long_text("vi", chance, apart), "vi"))
            for n in range(6)
        ),
        *(
            record(f"other-{n}", ("title", "Tin", "vi"), ("text", long_text("vi", chance, f"{other}, {other}"), "vi"))
            for n in range(3)
        ),
        *(record(name, ("title", "News", tag), ("text", filling, tag)) for name, tag, filling in noise),
    )
    first, *then = ranked(there, typed)
    assert first == "marked"
    assert set(then[:3]) == {"plain-id", "plain-en", "plain-vi"}
    there.close()


def test_what_was_typed_stands_above_other_forms_of_a_name_which_are_alike(engine: Engine, tmp_path: Path) -> None:
    forms = ("Perserikatan Bangsa Bangsa", "United Nations", "Liên Hợp Quốc")
    tags = ("id", "en", "vi")
    filling = "and so they said that day"
    documents = [
        record(f"{tag}{n}", ("text", f"{filling} {form} {filling}", tag))
        for form, tag in zip(forms, tags, strict=True)
        for n in range(5)
    ]
    many = record("all", ("text", f"{filling} {' and '.join(forms)} {filling}", None))
    noise = [record(f"noise{n}", ("text", f"{filling} và {n} nữa", tags[n % 3])) for n in range(60)]
    there = small(engine, tmp_path, *documents, many, *noise)
    for form in forms:
        words: list[Clause] = [Word(word, (0, 0)) for word in form.split()]
        others = tuple(Quoted(other, (0, 0)) for other in forms if other != form)
        query = Query(form, NameClause(Every(tuple(words)), "un", "body", "United Nations", others, (0, 0)))
        found = there.search(Plan(compile_query(query, tags).node, limit=100))
        scores = dict(zip(found.ids, found.scores, strict=True))
        assert set(scores) == {f"{tag}{n}" for tag in tags for n in range(5)} | {"all"}
        alone = {tag: scores[f"{tag}0"] for tag in tags}
        own = alone.pop(tags[forms.index(form)])
        assert max(alone.values()) < own / 2, form
        assert max(alone.values()) <= 2 * min(alone.values()), form
        assert scores["all"] <= 1.05 * own, form
    there.close()


def test_where_any_word_may_match_another_form_of_one_name_is_not_worth_the_other_words(
    engine: Engine, tmp_path: Path
) -> None:
    filling = "and so they said that day in the long hall"
    there = small(
        engine,
        tmp_path,
        record("all", ("text", f"{filling} wali kota Tasikmalaya menanam bakau {filling}", "id")),
        *(record(f"form{n}", ("text", f"{filling} walikota {filling}", "id")) for n in range(2)),
        *(record(f"wali{n}", ("text", f"{filling} wali kota lain {filling}", "id")) for n in range(12)),
        *(record(f"some{n}", ("text", f"{filling} Tasikmalaya bakau {filling}", "id")) for n in range(12)),
    )
    words: list[Clause] = [Word(word, (0, 0)) for word in ("wali", "kota")]
    name = NameClause(Every(tuple(words)), "mayor", "concept", "mayor", (Word("walikota", (0, 0)),), (0, 0))
    query = Query("?", Every((name, Word("Tasikmalaya", (0, 0)), Word("bakau", (0, 0)))))
    assert ranked(there, query, any_word=True)[0] == "all"
    there.close()
