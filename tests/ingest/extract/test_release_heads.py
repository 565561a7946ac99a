"""Heads of releases as written by offices, in three languages: the kind they imply, and the headline without label."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text

EN = "The pier was opened on Monday and visitors may see the ships.\n\nEntry is free until the end of the month."
ID = "Pelabuhan itu dibuka pada Senin pagi dan warga dapat melihat kapal.\n\nBiaya masuk tidak dipungut bulan ini."
VI = "Cảng được mở vào sáng thứ Hai và người dân có thể tham quan tàu.\n\nVé vào cửa miễn phí đến hết tháng."
ENGLISH, INDONESIAN, VIETNAMESE = "Pier Opens After Two Years", "Pelabuhan Baru Dibuka Senin", "Cảng mới mở cửa thứ Hai"


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (
            f"FOR RELEASE: Monday, May 5, 2026\nContact: Ann Lee, 555-0101\n\n{ENGLISH}\n\n{EN}",
            "press-release",
            ENGLISH,
        ),
        (f"NEWS RELEASE | May 5, 2026\n\n{ENGLISH}\n\n{EN}", "press-release", ENGLISH),
        (f"Press Release - Port of Marlpit\n\n{ENGLISH}\n\n{EN}", "press-release", ENGLISH),
        (f"Press Release: {ENGLISH}\n\n{EN}", "press-release", ENGLISH),
        (f"Media Centre > Press Releases\n\n{ENGLISH}\n\n{EN}", "press-release", ENGLISH),
        (
            f"SIARAN PERS KEMENTERIAN PERHUBUNGAN\nNomor: 12/SP/2026\n\n{INDONESIAN}\n\n{ID}",
            "press-release",
            INDONESIAN,
        ),
        (f"SIARAN PERS | {INDONESIAN}\n\n{ID}", "press-release", INDONESIAN),
        (f"{INDONESIAN}\n\nJakarta (Kemenhub) --- {ID}", "press-release", INDONESIAN),
        (f"{INDONESIAN}\n\nJakarta, Humas Kemenhub – {ID}", "press-release", INDONESIAN),
        (f"{INDONESIAN}\n\nJakarta (ANTARA) - {ID}", "article", INDONESIAN),
        (f"TIN BÁO CHÍ\n\n{VIETNAMESE}\n\n{VI}", "press-release", VIETNAMESE),
        (f"THÔNG CÁO BÁO CHÍ: {VIETNAMESE}\n\n{VI}", "press-release", VIETNAMESE),
        (f"{VIETNAMESE}\n\n(TN&MT) - {VI}", "article", VIETNAMESE),
        (f"Press release on pier draws praise\n\n{EN}", "document", "Press release on pier draws praise"),
    ],
)
def test_a_head_tells_the_kind_and_the_headline(text: str, kind: str, title: str) -> None:
    found = describe_text(text, "a.txt", "a.txt")
    assert (found.values["kind"], found.values["title"]) == (kind, title)
