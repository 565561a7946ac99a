"""What plans find and put first, on every engine: three languages, long texts, words scattered and side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.analysis import LANGUAGES, TextValue, document_terms
from archive.engines.base import Document, Engine, State
from archive.engines.table import ENGINES, engine_named
from archive.query import compile_query, parse
from archive.query.plan import All, AnyOf, Node, Plan, Term, Without
from archive.query.tree import Clause, Every, Named, Query, Quoted, Word

HELD = ("id", "vi", "en", "ru", "ar", "el", "ja")
STATE = State(1, "", 1)
FILLING = {
    "vi": "sản lượng, cường độ, thủ công, tướng lĩnh, hà bá, nội các, hợp tác, biển cảng, tàu thuyền, hôm qua",
    "id": "jumlah kapal, pelabuhan, kerja sama, laut, nelayan, hari, kemarin, pemerintah, membuka acara, negara",
    "en": "harbour, ships, workers, safety meeting, minister, said, yesterday, people, country, open the, of and",
}
BETWEEN = {"vi": " với ", "id": " dengan ", "en": " with "}
Value = tuple[str, str, str | None]


def record(name: str, *values: Value) -> Document:
    return Document(name, document_terms(TextValue(*value) for value in values))


def long_text(tag: str, chance: random.Random, within: str = "", words: int = 400) -> str:
    """About so many words of a language with something said in the middle."""
    half = [BETWEEN[tag].join(chance.choices(FILLING[tag].split(", "), k=words // 5)) for _ in range(2)]
    return f"{half[0]}. {within}. {half[1]}."


def records() -> Iterator[Document]:
    chance = random.Random(4)
    for n in range(40):
        for tag in FILLING:
            title, text, name = long_text(tag, chance, words=12), long_text(tag, chance), f"{tag}_{n}.txt"
            yield record(f"noise-{tag}-{n}", ("title", title, tag), ("text", text, tag), ("filename", name, None))
    spoken = {
        "cuong-vi": ("vi", "Chủ tịch nước Lương Cường phát biểu khai mạc"),
        "cuong-id": ("id", "Presiden Luong Cuong berpidato"),
        "cuong-en": ("en", "President Luong Cuong spoke"),
        "thu-tuong-vi": ("vi", "Thủ tướng dự lễ ký"),
        "thu-tuong-en": ("en", "the Thu tuong, as he is called there"),
        "ha-noi-vi": ("vi", "hội nghị tại Hà Nội đã kết thúc"),
        "ha-noi-id": ("id", "rapat di Ha Noi berakhir"),
    }
    for name, (tag, words) in spoken.items():
        yield record(name, ("title", "Bản tin", tag), ("text", long_text(tag, chance, words), tag))
    yield record(
        "bilingual",
        ("title", "Guterres di Hanoi", "id"),
        ("text", long_text("vi", chance, "Ông Guterres ký"), "vi"),
        ("text", long_text("id", chance, "konvensi itu"), "id"),
    )
    yield record("photo", ("filename", "W-HAI_1275.jpg", None), ("caption", "Menteri di pelabuhan", "id"))
    said = f"Foto: W-HAI_1275.jpg, IMG1301. {long_text('id', chance, words=80)}"
    yield record("release", ("number", "123/SP/HM/X/2025", None), ("text", said, "id"), ("filename", "rilis.txt", None))
    yield record("email", ("text", "Send an e-mail to be or not to be there", "en"))
    yield record("va", ("text", "và ở di đâu", "vi"))
    yield record("tokyo", ("title", "東京都の発表", "ja"))
    yield record("ru", ("text", "Подписание конвенции в Ханое", "ru"))
    yield record("ar", ("text", "توقيع الاتفاقيات في هانوي", "ar"))
    yield record("el", ("text", "Η υπογραφή των συμβάσεων", "el"))
    yield record("tet", ("text", "Xefe estadu asina konvensaun", "tet"))


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = engine_named(request.param).create(tmp_path_factory.mktemp("compiled") / "index", STATE)
    opened.update(records(), (), STATE)
    yield opened
    opened.close()


def small(engine: Engine, folder: Path, *documents: Document) -> Engine:
    """An engine of the same kind with these documents and nothing else."""
    made = type(engine).create(folder / "index", STATE)
    made.update(documents, (), STATE)
    return made


def ranked(engine: Engine, typed: str | Query, any_word: bool = False, limit: int = 200) -> list[str]:
    query = parse(typed) if isinstance(typed, str) else typed
    plan = compile_query(query, HELD, any_word=any_word)
    return list(engine.search(Plan(plan.node, limit=limit)).ids)


def leaves(node: Node) -> int:
    match node:
        case All(parts=parts, bonus=bonus):
            return sum(map(leaves, (*parts, *bonus)))
        case AnyOf(parts=parts):
            return sum(map(leaves, parts))
        case Without(wanted=wanted, unwanted=unwanted):
            return leaves(wanted) + leaves(unwanted)
    return 1


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
def test_accents_typed_count_first_and_typed_without_nothing_is_lost(engine: Engine, typed: str, first: str) -> None:
    plain = {"Lương Cường": "luong cuong", "thủ tướng": "thu tuong", "Hà Nội": "ha noi"}[typed]
    assert ranked(engine, typed)[0] == first
    assert set(ranked(engine, plain)) == set(ranked(engine, typed)) == set(ranked(engine, typed.upper()))
    assert ranked(engine, typed.upper()) == ranked(engine, typed)


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


def test_of_near_words_the_word_itself_comes_first(engine: Engine, tmp_path: Path) -> None:
    texts = ("the treaty was signed", "the treats were sold", "no treats here", "one treaties")
    there = small(engine, tmp_path, *(record(str(n), ("text", text, None)) for n, text in enumerate(texts)))
    assert ranked(there, "treaty~")[0] == "0"
    assert set(ranked(there, "treaty~")) == {"0", "1", "2"}
    there.close()


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


def test_three_words_side_by_side_stand_above_scattered_ones(engine: Engine, tmp_path: Path) -> None:
    chance = random.Random(1)
    near, far = "menteri luar negeri", ("luar", "negeri", "menteri")
    scattered = ". ".join(f"{word} {long_text('id', chance, word, 60)}" for word in far)
    there = small(
        engine,
        tmp_path,
        record("near", ("text", long_text("id", chance, near, 180), "id")),
        record("far", ("text", scattered, "id")),
        *(record(f"n{n}", ("text", long_text("id", chance), "id")) for n in range(20)),
    )
    assert ranked(there, near) == ["near", "far"]
    assert ranked(there, f'"{near}"') == ["near"]
    there.close()


def test_a_title_stands_above_a_body_and_a_word_as_typed_above_its_inflections(engine: Engine, tmp_path: Path) -> None:
    filling = "ships and workers at the harbour"
    there = small(
        engine,
        tmp_path,
        record("title", ("title", "Lighthouse keepers", "en"), ("text", filling, "en")),
        record("body", ("title", "Harbour news", "en"), ("text", f"{filling} lighthouse", "en")),
        record("plural", ("title", "Harbour news", "en"), ("text", f"{filling} lighthouses", "en")),
        *(record(f"n{n}", ("title", "Harbour news", "en"), ("text", filling, "en")) for n in range(20)),
    )
    assert ranked(there, "lighthouse") == ["title", "body", "plural"]
    there.close()


def test_a_word_said_in_every_field_is_not_taken_for_two_words(engine: Engine, tmp_path: Path) -> None:
    there = small(
        engine,
        tmp_path,
        record("both", ("title", "harbour lighthouse", "en"), ("text", "of ships", "en")),
        record("one", ("title", "harbour news", "en"), ("caption", "the harbour", "en"), ("text", "a harbour", "en")),
        *(record(f"n{n}", ("title", "news", "en"), ("text", "of ships", "en")) for n in range(20)),
    )
    assert ranked(there, "harbour lighthouse", any_word=True) == ["both", "one"]
    there.close()


def test_a_record_with_one_form_of_a_name_ranks_as_one_with_another(engine: Engine, tmp_path: Path) -> None:
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
        query = Query(form, Named(Every(tuple(words)), "un", "body", "United Nations", others, (0, 0)))
        found = there.search(Plan(compile_query(query, tags).node, limit=100))
        scores = dict(zip(found.ids, found.scores, strict=True))
        assert set(scores) == {f"{tag}{n}" for tag in tags for n in range(5)} | {"all"}
        alone = [scores[f"{tag}0"] for tag in tags]
        assert max(alone) <= 2 * min(alone), form
        assert scores["all"] <= 1.05 * max(alone), form
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
    name = Named(Every(tuple(words)), "mayor", "concept", "mayor", (Word("walikota", (0, 0)),), (0, 0))
    query = Query("?", Every((name, Word("Tasikmalaya", (0, 0)), Word("bakau", (0, 0)))))
    assert ranked(there, query, any_word=True)[0] == "all"
    there.close()


@pytest.mark.parametrize("typed", ["MCS/PR/2025/011", "mcs pr 2025 011", "MCS-PR-2025-011", '"MCS PR 2025 011"'])
def test_the_record_of_a_number_is_above_those_that_mention_it(engine: Engine, tmp_path: Path, typed: str) -> None:
    said = "Correction to press release MCS/PR/2025/011"
    own = record(
        "own",
        ("title", "A charter is signed", "en"),
        ("text", "It was signed.", "en"),
        ("number", "MCS/PR/2025/011", None),
    )
    correction = record(
        "correction", ("title", said, "en"), ("text", f"{said}. MCS/PR/2025/011.", "en"), ("number", "MCS/COR/2", None)
    )
    noise = [record(f"noise{n}", ("text", "It was signed in 2025.", "en")) for n in range(20)]
    there = small(engine, tmp_path, own, correction, *noise)
    assert ranked(there, typed)[:2] == ["own", "correction"]
    there.close()


def test_the_best_part_counts_whole_and_the_rest_in_part(engine: Engine) -> None:
    one, other = Term("text_text", "guterres"), Term("title_text", "guterres", 3.0)

    def score(node: Node) -> float:
        return engine.search(Plan(node)).scores[0]

    best, rest = sorted((score(one), score(other)), reverse=True)
    assert score(AnyOf((one, other), "best", 0.25)) == pytest.approx(best + 0.25 * rest, rel=1e-5)
    assert score(AnyOf((one, other), "best")) == pytest.approx(best, rel=1e-5)
    assert score(AnyOf((one, other))) == pytest.approx(best + rest, rel=1e-5)


@pytest.mark.parametrize("any_word", [True, False])
def test_no_query_makes_a_plan_without_bounds(any_word: bool) -> None:
    syllables = [f"{a}{b}" for a in ("lượng", "cường", "định", "khuyến") for b in "abcdefghijklmnop"]
    queries = [" ".join(syllables), " OR ".join(syllables), '"' + " ".join(syllables) + '"', "title:x " * 15]
    for typed in queries:
        assert leaves(compile_query(parse(typed), tuple(LANGUAGES), any_word=any_word).node) < 2_500


def test_a_plan_asks_for_no_more_than_tells_something() -> None:
    three = compile_query(parse("presiden membuka jembatan"), ("id", "vi", "en")).node
    thirty = parse(" ".join(f"kata{chr(97 + n)}" for n in range(26)))
    assert leaves(three) <= 60
    assert leaves(compile_query(thirty, ("id", "vi", "en"), any_word=True).node) <= 15 * 26


def test_stems_are_asked_for_in_languages_of_the_script() -> None:
    node = compile_query(parse("конвенция"), tuple(LANGUAGES)).node
    assert isinstance(node, AnyOf)
    stems = {part.term[:2] for part in node.parts if isinstance(part, Term) and part.field == "text_stem"}
    assert stems == {"ru", "sr"}


def test_a_word_typed_twice_asks_for_no_more() -> None:
    once, twice = (compile_query(parse(typed), HELD, any_word=True).node for typed in ("laut dan", "laut dan laut dan"))
    assert leaves(twice) <= leaves(once) + 6
