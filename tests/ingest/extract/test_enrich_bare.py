"""Vietnamese typed without diacritics is read like Vietnamese with them."""

from __future__ import annotations

import pytest

from archive.text.orthography import bare
from tests.builders.described_texts import describe_text

RELEASE = (
    "THÔNG CÁO BÁO CHÍ\n\nHà Nội, ngày 25 tháng 10 năm 2025\n\nLỄ MỞ BẾN TÀU MỚI TRÊN SÔNG HỒNG\n\n"
    "Hội nghị diễn ra từ ngày 3 đến ngày 5 tháng 11 năm 2025 tại Hà Nội với sự tham dự của nhiều đại biểu."
)
SPEECH = (
    "Bài phát biểu của Thủ tướng Chính phủ tại lễ khai giảng\n\nThưa các thầy cô giáo,\n\n"
    "Hôm nay tôi rất vui được cùng các em bắt đầu năm học mới trong ngôi trường mới."
)
OPENING = "Diễn văn khai mạc của Chủ tịch Quốc hội\n\nKính thưa quý vị đại biểu,\n\nTôi xin chúc mừng hội nghị hôm nay."
INVITATION = (
    "MỜI HỌP BÁO\n\nSở Du lịch trân trọng mời phóng viên dự họp báo lúc 9 giờ ngày 5 tháng 11 năm 2025 tại Huế."
)


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (RELEASE, {"kind": "press-release", "date": "2025-10-25", "event_date": "2025-11-03/2025-11-05"}),
        (RELEASE, {"language": "vi", "title": "LỄ MỞ BẾN TÀU MỚI TRÊN SÔNG HỒNG"}),
        (SPEECH, {"kind": "speech", "language": "vi", "speaker": "Thủ tướng Chính phủ"}),
        (OPENING, {"kind": "speech", "language": "vi", "speaker": "Chủ tịch Quốc hội"}),
        (INVITATION, {"kind": "press-release", "genre": "advisory", "event_date": "2025-11-05"}),
    ],
)
def test_with_and_without_marks(text: str, wanted: dict[str, str], marks: bool) -> None:
    description = describe_text(text if marks else bare(text), "a.txt")
    found = {key: description.values.get(key) for key in wanted}
    assert found == (wanted if marks else {key: bare(value) for key, value in wanted.items()})


def test_a_name_that_is_a_word_of_vietnamese_stays_a_name() -> None:
    text = "Remarks by Katherine Tai at the harbour forum\n\nGood morning to all of you in this hall."
    description = describe_text(text, "a.txt")
    assert description.values["speaker"] == "Katherine Tai"
