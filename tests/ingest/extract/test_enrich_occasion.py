"""Occasion and place of speeches, from the title or from separate lines."""

from __future__ import annotations

import pytest

from ingest.extract.kind.speech import occasion_of
from tests.builders.described_texts import describe_text


@pytest.mark.parametrize(
    ("title", "event", "place", "city"),
    [
        (
            "Sambutan Presiden Republik Indonesia pada Pembukaan Sidang Tahunan MPR, Jakarta, 14 Maret 2022",
            "Pembukaan Sidang Tahunan MPR",
            None,
            "Jakarta",
        ),
        (
            "Pidato Menteri Luar Negeri dalam Konferensi Asia Afrika di Bandung",
            "Konferensi Asia Afrika",
            None,
            "Bandung",
        ),
        (
            "Sambutan Gubernur pada Peringatan Hari Nusantara, Gedung Sate, Bandung, 13 Desember 2021",
            "Peringatan Hari Nusantara",
            "Gedung Sate",
            "Bandung",
        ),
        ("Pidato Presiden di Surabaya", None, None, "Surabaya"),
        ("SAMBUTAN WALI KOTA PADA UPACARA HARI PAHLAWAN", "UPACARA HARI PAHLAWAN", None, None),
        ("Pidato Kenegaraan Presiden tentang Nota Keuangan", None, None, None),
        ("Amanat Kapolri pada Upacara Hari Bhayangkara, Rabu, 1 Juli 2020", "Upacara Hari Bhayangkara", None, None),
        (
            "Phát biểu của Thủ tướng tại Hội nghị Cấp cao ASEAN, Jakarta, ngày 10 tháng 5 năm 2023",
            "Hội nghị Cấp cao ASEAN",
            None,
            "Jakarta",
        ),
        ("Bài phát biểu của Chủ tịch nước nhân kỷ niệm 80 năm Quốc khánh", "kỷ niệm 80 năm Quốc khánh", None, None),
        ("Diễn văn khai mạc của Tổng Bí thư tại Đại hội Đảng lần thứ XIII", "Đại hội Đảng lần thứ XIII", None, None),
        ("Phat bieu cua Bo truong tai Le khanh thanh cau Cua Hoi", "Le khanh thanh cau Cua Hoi", None, None),
        ("Bài phát biểu của Đại sứ tại Lễ khai mạc Tuần phim ở Huế", "Lễ khai mạc Tuần phim", None, "Huế"),
        (
            "Remarks by the Secretary-General at the Opening of the Ocean Conference, Lisbon, 27 June 2022",
            "Opening of the Ocean Conference",
            None,
            "Lisbon",
        ),
        (
            "Remarks at the Opening Ceremony of the Asian Games in Jakarta",
            "Opening Ceremony of the Asian Games",
            None,
            "Jakarta",
        ),
        (
            "Address by the Prime Minister to the General Assembly, New York, 24 September 2021",
            "General Assembly",
            None,
            "New York",
        ),
        ("Speech by Minister Ann Lee at Harvard University", None, "Harvard University", None),
        ("Remarks by the President on Climate", None, None, None),
        ("Keynote speech at the Shangri-La Dialogue, Singapore", "Shangri-La Dialogue", None, "Singapore"),
        (
            "Statement by the Ambassador on behalf of ASEAN at the 77th Session of the General Assembly",
            "77th Session of the General Assembly",
            None,
            None,
        ),
        ("Message to the Congress on the State of the Union", None, None, None),
        ("Address before a Joint Session of the Congress on the Budget", "Joint Session of the Congress", None, None),
        ("Remarks at the Conference on Disarmament", "Conference on Disarmament", None, None),
        (
            "Sambutan Bupati pada Acara Pelepasan Jemaah Haji, Kupang, 2 Juni 2024",
            "Pelepasan Jemaah Haji",
            None,
            "Kupang",
        ),
        ("Pidato Presiden RI pada Sidang Umum PBB ke-78 di New York", "Sidang Umum PBB ke-78", None, "New York"),
        (
            "Sambutan Menteri Kesehatan dalam rangka Hari Kesehatan Nasional ke-59",
            "Hari Kesehatan Nasional ke-59",
            None,
            None,
        ),
        (
            "Orasi Ilmiah Prof. Budi Santoso di Universitas Airlangga, Surabaya",
            None,
            "Universitas Airlangga",
            "Surabaya",
        ),
        ("Keynote Speech Menteri BUMN pada SOE Conference 2022, Nusa Dua", "SOE Conference 2022", None, "Nusa Dua"),
        (
            "Phát biểu của Bộ trưởng Nguyễn Văn Thắng tại Lễ khởi công cầu Mỹ Thuận 2, Vĩnh Long, 16/8/2020",
            "Lễ khởi công cầu Mỹ Thuận 2",
            None,
            "Vĩnh Long",
        ),
        (
            "Diễn văn của Chủ tịch nước tại Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ",
            "Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ",
            None,
            None,
        ),
        ("Thông điệp của Thủ tướng nhân Ngày Môi trường thế giới", "Ngày Môi trường thế giới", None, None),
        (
            "Bài phát biểu của Tổng Bí thư tại Trường Đại học Columbia, New York",
            None,
            "Trường Đại học Columbia",
            "New York",
        ),
        (
            "Welcome remarks by Governor Lee at the ASEAN Tourism Forum, Ha Long, 23 January 2019",
            "ASEAN Tourism Forum",
            None,
            "Ha Long",
        ),
        (
            "Commencement Address by Chief Justice Ann Lee at the University of Manila",
            None,
            "University of Manila",
            None,
        ),
        (
            "Speech by the Minister during the Launch of the Green Port Initiative in Tanjung Priok",
            "Launch of the Green Port Initiative",
            None,
            "Tanjung Priok",
        ),
        (
            "Opening remarks at the press conference following the Leaders' Summit, Vientiane",
            "press conference following the Leaders' Summit",
            None,
            "Vientiane",
        ),
        (
            "Remarks at the opening of the Kupang ferry terminal (as delivered)",
            "opening of the Kupang ferry terminal",
            None,
            None,
        ),
        ("Remarks at the Forum of the Islands (FOTI)", "Forum of the Islands (FOTI)", None, None),
        ("Pidato Nadiem Makarim", None, None, None),
        ("Speech on the Budget", None, None, None),
    ],
)
def test_a_title_names_occasion_and_place(title: str, event: str | None, place: str | None, city: str | None) -> None:
    found = occasion_of(title)
    assert (found.event, found.place, found.city) == (event, place, city)


def test_lines_under_the_title_say_it_too() -> None:
    text = (
        "SAMBUTAN MENTERI PERIKANAN\n\nPada Pembukaan Kongres Nelayan\nKupang, 14 Maret 2022\n\n"
        "Yang saya hormati para nelayan,\n\nKita bertemu pada hari yang baik di Surabaya."
    )
    description = describe_text(text, "a.txt")
    assert description.values["kind"] == "speech"
    assert (description.values["event"], description.values["city"]) == ("Pembukaan Kongres Nelayan", "Kupang")


def test_a_report_of_a_speech_has_no_occasion() -> None:
    description = describe_text("Menteri berpidato pada Pembukaan Kongres\n\nOleh Ani", "a.txt")
    assert "event" not in description.values


def test_a_sentence_of_a_speech_says_nothing_of_its_occasion() -> None:
    text = "Fellow citizens, we meet today at this last meeting of a long year in Bandung, and I thank you all for it."
    description = describe_text(f"{text}\n\nIn Japan\n\n{text}", "pidato.txt")
    assert description.values["kind"] == "speech"
    assert {"event", "city", "sublocation"}.isdisjoint(description.values)
