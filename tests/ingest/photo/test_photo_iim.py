"""IIM values are decoded correctly whether the character set is declared, missing, or declared too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.photo.iim import datasets
from tests.builders.photo_builders import UTF8, comment, dataset, iim_segment, jpeg, offers, read


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Lễ mở ký Công ước Hà Nội".encode(), "Lễ mở ký Công ước Hà Nội"),
        ("Café in Zürich".encode("latin-1"), "Café in Zürich"),
        ("“Quoted” – 5 €".encode("cp1252"), "“Quoted” – 5 €"),
    ],
)
@pytest.mark.parametrize("declared", [b"", UTF8, dataset(1, 90, b"\x1b%5")], ids=["undeclared", "UTF-8", "Reuters"])
def test_text_is_utf8_where_it_can_be_and_else_windows_1252(
    tmp_path: Path, content: bytes, expected: str, declared: bytes
) -> None:
    assert read(tmp_path, jpeg(iim_segment(declared + dataset(2, 120, content)))).values["caption"] == expected


def test_a_declared_single_byte_set_is_used_where_the_text_is_not_utf8(tmp_path: Path) -> None:
    stream = dataset(1, 90, b"\x1b-L") + dataset(2, 120, "Москва".encode("iso8859-5"))
    assert read(tmp_path, jpeg(iim_segment(stream))).values["caption"] == "Москва"


def test_the_character_set_may_come_after_the_text(tmp_path: Path) -> None:
    stream = dataset(2, 120, "Москва".encode("iso8859-5")) + dataset(1, 90, b"\x1b-L")
    assert read(tmp_path, jpeg(iim_segment(stream))).values["caption"] == "Москва"


def test_utf8_cut_within_a_character_by_the_byte_limit_is_still_utf8(tmp_path: Path) -> None:
    assert (
        read(tmp_path, jpeg(iim_segment(dataset(2, 90, "Thành phố Hồ Chí Minh, ế".encode()[:-1]))))
        .values["city"]
        .startswith("Thành phố Hồ Chí Minh")
    )


def test_repeated_datasets_are_a_list(tmp_path: Path) -> None:
    stream = b"".join(dataset(2, 25, word) for word in (b"hanoi", b"convention", b"hanoi"))
    description = read(tmp_path, jpeg(iim_segment(stream + dataset(2, 80, b"An") + dataset(2, 80, b"Budi"))))
    assert description.values["keywords"] == ["hanoi", "convention"]
    assert description.values["creator"] == ["An", "Budi"]


def test_extended_lengths_padding_and_garbage_are_walked_over() -> None:
    stream = (
        dataset(2, 120, b"long" * 10, extended=True)
        + b"\0\0\0"
        + dataset(2, 5, b"title")
        + b"\x1c\x63xx"
        + dataset(2, 15, b"A")
    )
    assert [(number, content[:5]) for _, number, content in datasets(stream)] == [
        (120, b"longl"),
        (5, b"title"),
        (15, b"A"),
    ]


def test_a_length_beyond_the_end_gives_what_is_there() -> None:
    assert list(datasets(b"\x1c\x02\x78\x7f\xffshort")) == [(2, 120, b"short")]
    assert list(datasets(b"\x1c\x02\x78\xff\xff1234")) == [(2, 120, b"")]


def test_dates_may_be_partial_and_times_have_zones(tmp_path: Path) -> None:
    def created(date: bytes, time: bytes = b"") -> tuple[object, object, list[tuple[str, object]]]:
        stream = dataset(2, 55, date) + (dataset(2, 60, time) if time else b"")
        description = read(tmp_path, jpeg(iim_segment(stream)))
        return (
            description.values.get("created"),
            description.values.get("created_precision"),
            offers(description, "created"),
        )

    assert created(b"20251025", b"093000+0700") == (
        "2025-10-25T09:30:00+07:00",
        "second",
        [("iim:2:55+2:60", "2025-10-25T09:30:00+07:00")],
    )
    assert created(b"20251025")[:2] == ("2025-10-25", "day")
    assert created(b"20251000")[:2] == ("2025-10", "month")
    assert created(b"19650000")[:2] == ("1965", "year")
    assert created(b"00000000")[:2] == (None, None)
    assert created(b"20250231")[:2] == ("2025-02", "month")


def test_release_and_expiry_are_dates_of_their_own(tmp_path: Path) -> None:
    stream = dataset(2, 30, b"20260503") + dataset(2, 35, b"100000+0700") + dataset(2, 37, b"20270101")
    description = read(tmp_path, jpeg(iim_segment(stream)))
    assert description.values["release_date"] == "2026-05-03T10:00:00+07:00"
    assert description.values["expiry_date"] == "2027-01-01"


VIETNAMESE = "Thủ tướng Chính phủ tiếp đoàn đại biểu Quốc hội Nhật Bản tại Hà Nội"
# The same words as written by programs before Unicode.
TCVN3 = "Thñ t\xadíng ChÝnh phñ tiÕp ®oµn ®¹i biÓu Quèc héi NhËt B¶n t¹i Hµ Néi".encode("cp1252")
VNI = "Thuû töôùng Chính phuû tieáp ñoaøn ñaïi bieåu Quoác hoäi Nhaät Baûn taïi Haø Noäi".encode("cp1252")
VISCII = "Thü tß¾ng Chính phü tiªp ðoàn ðÕi bi¬u Qu¯c hµi Nh§t Bän tÕi Hà Nµi".encode("cp1252")


@pytest.mark.parametrize("written", [TCVN3, VNI, VISCII], ids=["TCVN3", "VNI", "VISCII"])
@pytest.mark.parametrize("declared", [b"", dataset(1, 90, b"\x1b.A")], ids=["undeclared", "declared as Latin-1"])
def test_vietnamese_from_before_unicode_is_read(tmp_path: Path, written: bytes, declared: bytes) -> None:
    values = read(tmp_path, jpeg(iim_segment(declared + dataset(2, 120, written)), comment(written))).values
    assert values["caption"] == VIETNAMESE


def test_a_name_alone_is_read_as_the_caption_beside_it_is_written(tmp_path: Path) -> None:
    stream = dataset(2, 90, b"Hu\xd5") + dataset(2, 120, TCVN3) + dataset(2, 105, b"H\xb5 N\xe9I TH\xb5NH PH\xe8")
    values = read(tmp_path, jpeg(iim_segment(stream))).values
    assert values["city"] == "Huế"
    assert values["headline"] == "HÀ NỘI THÀNH PHỐ"


@pytest.mark.parametrize(
    "caption",
    [
        "Café de Flore à Paris, été 1968", "Für die Bürger von Köln, Straße", "El niño en España, año nuevo",
        "São Paulo não é São João", "à la carte", "thé dansant à Hué", "Mère et fils à Ré", "Ménage à trois",
        "Là-bas à Sète", "Dès le thé", "Où est là ?", "Là où ça bé", "Él y tú: sí, más té", "Há fé no pé",
        "Só há um pé", "avó, avô, pé", "Mãe e pai: pão só", "Pâté à la cô", "né à Nîmes", "Papá y mamá",
        "Perú y Panamá", "Più in là c'è", "Così è la città", "Blå, grå, rå",
        "süß, öd, früh", "Ørsted på Fyn", "Škoda Žižka",
        "L’« été » à Hué – déjà… “là”", "25°C – 30°C",
        "£5 ½ price", "Hà – ký Công – là", "cá có bò", "© AFP 2008",
    ],
)  # fmt: skip
def test_western_captions_stay_what_they_are(tmp_path: Path, caption: str) -> None:
    written = caption.encode("cp1252")
    assert read(tmp_path, jpeg(iim_segment(dataset(2, 120, written)))).values["caption"] == caption


@pytest.mark.parametrize(
    ("codec", "caption"),
    [
        ("mac_roman", "Le président à l’Élysée, déjà vu “près”"),
        ("mac_roman", "Bürger für Köln gehen über die Straße"),
        ("cp1250", "Prezydent Lech Wałęsa w Gdańsku, Łódź, święto"),
        ("shift_jis", "東京駅前で開かれた式典に出席する首相"),
        ("euc_jp", "東京駅前で開かれた式典に出席する首相"),
        ("gbk", "国家主席在北京人民大会堂会见越南客人"),
        ("big5", "總統在台北會見外國訪問團的成員"),
        ("euc_kr", "대통령이 서울에서 베트남 대표단을 만났다"),
        ("cp1251", "Президент принимает делегацию в Москве"),
        ("cp1253", "Ο πρόεδρος υποδέχεται την αντιπροσωπεία"),
        ("cp874", "นายกรัฐมนตรีต้อนรับคณะผู้แทนจากเวียดนาม"),
    ],
)
def test_other_sets_are_told_by_what_they_read_as(tmp_path: Path, codec: str, caption: str) -> None:
    written = caption.encode(codec)
    assert read(tmp_path, jpeg(iim_segment(dataset(2, 120, written)))).values["caption"] == caption


def test_some_bytes_of_windows_among_utf8_do_not_spoil_it(tmp_path: Path) -> None:
    written = "Lễ ký Công ước tại Hà Nội ".encode() + b"\x92 ng\xc3\xa0y"
    assert read(tmp_path, jpeg(iim_segment(dataset(2, 120, written)))).values["caption"].endswith("Nội ’ ngày")


@pytest.mark.parametrize(
    ("number", "written", "key", "items"),
    [
        (25, b"satu; dua;tiga", "keywords", ["satu", "dua", "tiga"]),
        (25, b"satu, dua, tiga", "keywords", ["satu", "dua", "tiga"]),
        (25, b"Hanoi, Vietnam", "keywords", ["Hanoi, Vietnam"]),
        (80, b"Ana Lim; Budi Hartono", "creator", ["Ana Lim", "Budi Hartono"]),
        (80, b"Lim, Ana, and Budi", "creator", ["Lim, Ana, and Budi"]),
    ],
)
def test_a_list_written_as_one_text_is_cut(
    tmp_path: Path, number: int, written: bytes, key: str, items: list[str]
) -> None:
    description = read(tmp_path, jpeg(iim_segment(dataset(2, number, written))))
    assert description.values[key] == items
    if len(items) > 1:
        assert (f"iim:2:{number}", written.decode()) in offers(description, "other")


def test_datasets_that_no_key_takes_are_kept(tmp_path: Path) -> None:
    stream = (
        UTF8 + dataset(1, 5, b"WIRE") + dataset(2, 0, b"\0\4") + dataset(2, 7, b"Lead") + dataset(2, 202, b"\xff" * 90)
    )
    assert offers(read(tmp_path, jpeg(iim_segment(stream))), "other") == [
        ("iim:1:05", "WIRE"),
        ("iim:2:07", "Lead"),
        ("iim:1:90", "UTF8"),
        ("iim:2:00", 4),
    ]
