"""Long and short records in three languages to test plans on, and functions that query an engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from archive.search.engines.engine import Document, Engine, State, engine_named
from archive.search.query import compile_query, parse_query
from archive.search.query.plan import Plan
from archive.search.query.tree import Query
from archive.text import TextValue, document_terms

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
    """Return about this many words in a language, with a given text in the middle."""
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


def opened(name: str, folder: Path) -> Iterator[Engine]:
    """Yield an engine of this name with all records."""
    engine = engine_named(name).create(folder / "index", STATE)
    engine.update(records(), (), STATE)
    yield engine
    engine.close()


def small(engine: Engine, folder: Path, *documents: Document) -> Engine:
    """Return an engine of the same kind with only these documents."""
    made = type(engine).create(folder / "index", STATE)
    made.update(documents, (), STATE)
    return made


def ranked(engine: Engine, typed: str | Query, any_word: bool = False, limit: int = 200) -> list[str]:
    query = parse_query(typed) if isinstance(typed, str) else typed
    plan = compile_query(query, HELD, any_word=any_word)
    return list(engine.search(Plan(plan.node, limit=limit)).ids)
