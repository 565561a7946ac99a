"""Texts in two languages: one after the other, in columns, line by line; quotations; Indonesian or Malay."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.extract.language import language_segments
from tests.builders.described_texts import describe_text
from tests.support.commands import some

WORDS = {
    "id": (
        "Menteri Perhubungan meresmikan terminal penyeberangan baru yang dapat melayani dua ribu orang sehari.",
        "Pembangunan terminal itu menghabiskan waktu tiga tahun dan melibatkan ratusan pekerja dari desa di teluk.",
        "Warga berharap jadwal kapal menjadi lebih teratur karena selama ini mereka sering menunggu sampai malam hari.",
    ),
    "en": (
        "The Minister of Transport opened a new ferry terminal that can serve two thousand passengers every day.",
        "Building the terminal took three years and gave work to hundreds of people from the villages around the bay.",
        "Residents hope that boats will run on time, because until now they have often had to wait until nightfall.",
    ),
    "vi": (
        "Bộ trưởng Giao thông đã khánh thành bến phà mới có thể phục vụ hai nghìn hành khách mỗi ngày.",
        "Việc xây dựng bến kéo dài ba năm và tạo việc làm cho hàng trăm người dân các xã quanh vịnh.",
        "Người dân mong tàu chạy đúng giờ hơn vì lâu nay họ thường phải chờ đến tận đêm khuya.",
    ),
    "ms": (
        "Menteri Pengangkutan merasmikan terminal feri baharu bagi dua ribu penumpang kerana permintaan.",
        "Beliau berkata bahawa pembinaan terminal itu tiga tahun melibatkan syarikat tempatan manakala wang kerajaan.",
        "Penduduk berharap bahawa jadual feri akan lebih teratur kerana mereka terpaksa menunggu sehingga lewat malam.",
    ),
    "fr": (
        "Le ministre des Transports a inauguré hier une nouvelle gare maritime pour deux mille passagers.",
        "La construction a duré trois ans et a donné du travail à des centaines d'habitants de la baie.",
        "Les habitants espèrent que les bateaux partiront à l'heure, car ils ont souvent dû attendre la nuit.",
    ),
}


def laid_out(how: str, first: str, second: str) -> str:
    """Return text in two languages in one of the usual layouts of bilingual texts."""
    a, b = WORDS[first], WORDS[second]
    pairs = list(zip(a, b, strict=True))
    said = {"id": "katanya", "vi": "ông nói"}.get(first, "he said")
    return {
        "after": "\n\n".join([*a, *b]),
        "alternate": "\n\n".join(words for pair in pairs for words in pair),
        "columns": "\n".join("\t".join(pair) for pair in pairs),
        "pipes": "\n\n".join(" | ".join(pair) for pair in pairs),
        "lines": "\n".join(words for pair in pairs for words in pair),
        "slash": "\n\n".join(" / ".join(pair) for pair in pairs),
        "about": "\n\n".join([*a, b[1]]),
        "twice": "\n\n".join([*a, *a, *b]),
        "quoted": "\n\n".join([*a[:2], f"“{b[0]}”", a[2]]),
        "inline": "\n\n".join([*a[:2], f'{a[2]} "{b[2][:70]}," {said}.']),
    }[how]


def read(text: str) -> Description:
    return describe_text(f"Terminal 2025\n\n{text}", "a.txt")


@pytest.mark.parametrize(
    ("how", "pairs"),
    [
        ("after", "id en, en id, vi en, en vi, id vi, fr en, ms en, en ms"),
        ("alternate", "id en, en vi, vi en, vi id"),
        ("columns", "id en, vi en, en id, en vi"),
        ("pipes", "id en, vi en, en vi"),
        ("lines", "id en, vi en, en id"),
        ("slash", "id en, vi en"),
        ("about", "id en, vi en, en id, vi fr"),
        ("twice", "en id, vi en"),
        ("quoted", "vi en, id en, en id, en vi"),
        ("inline", "vi en, id en, en id, en vi"),
    ],
)
def test_the_languages_of_a_text_stand_in_their_order(how: str, pairs: str) -> None:
    for pair in some(pairs.split(", ")):
        first, second = pair.split()
        found = read(laid_out(how, first, second))
        assert found.values["languages"] == ([first] if how in ("quoted", "inline") else [first, second]), pair
        assert found.values["language"] == first


def test_each_part_has_its_language_and_confidence() -> None:
    found = read(laid_out("after", "vi", "en"))
    told = found.values["language_parts"]
    assert [part["language"] for part in told] == ["vi", "en"]
    assert found.text[told[1]["start"] : told[1]["end"]].startswith("The Minister of Transport")
    assert min(part["confidence"] for part in told) >= 0.9


def test_a_tie_of_indonesian_and_malay_is_told_with_both() -> None:
    offers = read("Kapal kayu berlayar petang ini ke pelabuhan lama dengan selamat").origins["language"]
    assert [offer.value for offer in offers] == ["id", "ms"]
    assert all((offer.confidence or 1) <= 0.5 for offer in offers)


@pytest.mark.parametrize("code", ["id", "ms"])
def test_where_words_tell_them_apart_there_is_no_tie(code: str) -> None:
    found = read("\n\n".join(WORDS[code]))
    assert [offer.value for offer in found.origins["language"]] == [code]
    assert found.values["languages"] == [code]


@pytest.mark.parametrize("main", ["en", "id"])
@pytest.mark.parametrize("other", sorted(WORDS))
def test_a_paragraph_is_told_by_its_small_words_only_where_they_are_of_one_language(main: str, other: str) -> None:
    for paragraph in some(WORDS[other]):
        plain = language_segments._is_plainly(main, paragraph)
        assert not plain or other == main or (main, other) == ("id", "ms")


def test_most_paragraphs_need_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(language_segments, "detect", lambda text: asked.append(text) or ("en", 0.99))
    found = language_segments.language_segments("\n\n".join(WORDS["en"] * 5), "en")
    assert [(part.language, part.start) for part in found] == [("en", 0)]
    assert len(asked) <= 5


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_page_in_english_with_a_line_in_vietnamese_is_in_english(place: str) -> None:
    link = "Đọc bài này bằng tiếng Việt: Khánh thành cầu cảng mới của thành phố, du khách được tham quan miễn phí"
    body = (
        "The pier is open on Monday. Visitors may see the new hall. The works took two years, paid by the port, "
        "which hopes to bring more ships to the town in the years to come."
    )
    description = Description("text/plain", "text", 1)
    description.text = f"Pier opens\n\n{link}\n\n{body}" if place == "above" else f"Pier opens\n\n{body}\n\n{link}"
    extract_description(description, "a.txt", "a.txt")
    assert description.values["language"] == "en"
