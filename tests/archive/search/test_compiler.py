"""Results of plans, on every engine: three languages, long texts, words scattered and adjacent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.search.engines.engine import Engine
from archive.search.query.plan import AnyOf, Node, Plan, TermNode
from tests.support.compiled import opened, ranked
from tests.support.engines import LOCAL


@pytest.fixture(scope="module", params=LOCAL)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(request.param, tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("luong cuong", {"cuong-vi", "cuong-id", "cuong-en"}),
        ("LUONG CUONG", {"cuong-vi", "cuong-id", "cuong-en"}),
        ("thu tuong", {"thu-tuong-vi", "thu-tuong-en"}),
        ("ha noi", {"ha-noi-vi", "ha-noi-id"}),
    ],
)
def test_neighbours_stand_above_scattered_syllables(engine: Engine, typed: str, right: set[str]) -> None:
    answers = ranked(engine, typed)
    assert set(answers[: len(right)]) == right
    assert any(name.startswith("noise-vi") for name in answers), "the scattered ones are found too"


@pytest.mark.parametrize(
    ("typed", "first"), [("Lương Cường", "cuong-vi"), ("thủ tướng", "thu-tuong-vi"), ("Hà Nội", "ha-noi-vi")]
)
def test_accents_typed_narrow_and_typed_without_nothing_is_lost(engine: Engine, typed: str, first: str) -> None:
    plain = {"Lương Cường": "luong cuong", "thủ tướng": "thu tuong", "Hà Nội": "ha noi"}[typed]
    named = {name for name in ranked(engine, plain) if name.startswith(first.removesuffix("vi"))}
    for written in (typed, typed.upper(), typed.lower()):
        found = ranked(engine, written)
        assert found[0] == first
        assert named <= set(found) <= set(ranked(engine, plain))
    assert typed != "Lương Cường" or set(ranked(engine, typed)) == named, "nor what has lượng and cường"


def test_words_of_two_languages_find_a_record_that_has_both(engine: Engine) -> None:
    assert ranked(engine, "Guterres ký konvensi") == ["bilingual"]
    assert ranked(engine, "guterres ky KONVENSI") == ["bilingual"]
    assert ranked(engine, "Guterres ký hiệp ước", any_word=True)[0] == "bilingual"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1275", {"photo", "release"}),
        ("HAI_1275", {"photo", "release"}),
        ("w-hai_1275.JPG", {"photo", "release"}),
        ("hai 1275", {"photo", "release"}),
        ("1301", {"release"}),
        ("filename:1275", {"photo"}),
        ("number:123/SP/HM/X/2025", {"release"}),
        ('number:"123 SP HM X 2025"', {"release"}),
        ("number:123-sp-hm-x-2025", {"release"}),
        ("number:SP/HM", {"release"}),
        ("email", {"email"}),
        ("e-mail", {"email"}),
        ("E-MAIL", {"email"}),
        ("to be", {"email"}),
        ("và ở", {"va"}),
        ("va o di", {"va"}),
        ("東京", {"tokyo"}),
        ("東", {"tokyo"}),
        ("京都の", {"tokyo"}),
        ("guterre~", {"bilingual"}),
        ("guteres~", {"bilingual"}),
        ("guter*", {"bilingual"}),
        ("конвенция", {"ru"}),
        ("ХАНОЙ", {"ru"}),
        ("الاتفاقية", {"ar"}),
        ("توقيع", {"ar"}),
        ("υπογραφη", {"el"}),
        ("ΥΠΟΓΡΑΦΉ", {"el"}),
        ("σύμβαση", {"el"}),
        ("konvensaun", {"tet"}),
    ],
)
def test_found_whatever_the_way_of_typing(engine: Engine, typed: str, found: set[str]) -> None:
    assert set(ranked(engine, typed)) == found


def test_the_photo_itself_stands_above_what_names_it(engine: Engine) -> None:
    assert ranked(engine, "W-HAI_1275.jpg") == ["photo", "release"]


def test_the_best_part_counts_whole_and_the_rest_in_part(engine: Engine) -> None:
    one, other = TermNode("text_text", "guterres"), TermNode("title_text", "guterres", 3.0)

    def score(node: Node) -> float:
        return engine.search(Plan(node)).scores[0]

    best, rest = sorted((score(one), score(other)), reverse=True)
    assert score(AnyOf((one, other), "best", 0.25)) == pytest.approx(best + 0.25 * rest, rel=1e-5)
    assert score(AnyOf((one, other), "best")) == pytest.approx(best, rel=1e-5)
    assert score(AnyOf((one, other))) == pytest.approx(best + rest, rel=1e-5)
