"""The article that started the project, analysed by the general rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description
from tests.builders.described_texts import describe_text

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
FILES = sorted(SEED.glob("*.txt"))
pytestmark = pytest.mark.skipif(not FILES, reason="../shared is absent")


@pytest.fixture(scope="module")
def seed() -> Description:
    return describe_text(FILES[0].read_text("utf-8"), FILES[0].name, FILES[0].name)


def test_its_three_photos_stand_in_order_with_the_right_captions(seed: Description) -> None:
    first, second, third = seed.mentions
    assert first.filename.endswith("836154525 8 53 41.jpg")
    assert (second.filename, third.filename) == ("W-HAI_1275.jpg", "W-HAI_1316.jpg")
    assert first.caption is not None
    assert first.caption.startswith("Presiden Luong Cuong menyambut")
    assert first.caption.endswith("upacara penandatanganan konvensi.")
    assert first.credit == "VNA"
    assert first.caption_raw == f"{first.caption} Foto: VNA"
    assert (second.caption, second.credit, second.caption_raw) == (None, None, None)
    assert third.caption == "Presiden dan delegasi menghadiri upacara pembukaan penandatanganan konvensi."
    assert third.credit is None


def test_its_body_holds_neither_names_nor_captions_nor_the_source_line(seed: Description) -> None:
    for word in (".jpg", "menyambut Sekretaris", "Presiden dan delegasi", "Foto: VNA", "Sumber", "vietnamnet"):
        assert word not in seed.text
    paragraphs = seed.text.split("\n\n")
    assert len(paragraphs) == 10
    assert all(paragraph == paragraph.strip() for paragraph in paragraphs)


def test_its_photos_point_at_the_paragraph_after_them(seed: Description) -> None:
    starts = [seed.text[mention.offset :].split(",")[0] for mention in seed.mentions]
    assert starts == [
        "Hari ini",
        "Hari ini",
        "Dalam pesannya pada kesempatan Vietnam menjadi tuan rumah upacara penandatanganan konvensi",
    ]


def test_its_source_and_the_vietnamese_title_in_its_address(seed: Description) -> None:
    values = seed.values
    assert values["source"] == "vietnamnet.vn"
    assert values["source_url"].startswith("https://vietnamnet.vn/chu-tich-nuoc")
    assert values["source_url"].endswith("-2456194.html")
    (other,) = values["alternative"]
    assert other["language"] == "vi"
    assert "le mo ky cong uoc" in other["text"]
    assert "2456194" not in other["text"]


def test_its_language_kind_and_title(seed: Description) -> None:
    assert seed.values["language"] == "id"
    assert seed.values["kind"] == "article"
    assert seed.origins["kind"][0].origin == "rule:source line"
    assert seed.values["title"].startswith("Presiden Luong Cuong memimpin upacara penandatanganan Konvensi")
    assert seed.values["title"].endswith("organisasi regional dan internasional.")


def test_it_has_an_event_and_no_day_of_issue(seed: Description) -> None:
    assert "date" not in seed.values
    assert seed.values["event_date"] == "2025-10-25/2025-10-26"
    assert seed.values["event_date_precision"] == "range"
    confidence = seed.origins["event_date"][0].confidence
    assert confidence is not None
    assert confidence < 0.7
