"""A text marked by an office as withdrawn is recorded as such, and the mark is not its title."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton."


def values(text: str) -> dict[str, object]:
    description = describe_text(text)
    return description.values


@pytest.mark.parametrize(
    "line",
    [
        "DITARIK", "DICABUT", "WITHDRAWN", "*** WITHDRAWN ***", "THU HỒI", "ĐÃ THU HỒI", "[DITARIK KEMBALI]",
        "RILIS INI DITARIK", "Siaran pers ini telah dicabut", "This release has been withdrawn", "RETRACTED",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", ["", "SIARAN PERS\n\n"])
def test_the_mark_is_told_as_the_status_at_the_source(line: str, above: str) -> None:
    said = values(f"{above}{line}\n\nDermaga baru dibuka\n\n{BODY}")
    assert said["publication_status"] == "withdrawn"
    assert said["title"] == "Dermaga baru dibuka"


@pytest.mark.parametrize(
    "line",
    ["Ditarik ombak, kapal karam", "Withdrawn from Kabul", "Thu hồi đất ở Thủ Thiêm", "Embargo dicabut", "Tarik"],
)
def test_a_title_with_such_a_word_says_nothing_of_the_text(line: str) -> None:
    assert "publication_status" not in values(f"{line}\n\n{BODY}")


def test_the_word_in_the_body_says_nothing_of_the_text() -> None:
    assert "publication_status" not in values(f"Dermaga baru dibuka\n\n{BODY}\n\n{BODY}\n\n{BODY}\n\nDITARIK\n\n{BODY}")
