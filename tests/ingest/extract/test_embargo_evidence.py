"""Evidence that holds a text without a matching rule: a paragraph next to the news with enough signal words, and words
with typing errors."""

from __future__ import annotations

import pytest

from archive.text.embargo.embargo_words import shortened
from ingest.extract.embargo.evidence import adds_up
from tests.builders.described_texts import describe_text

NEWS = (
    "The harbour museum has opened a wing for models of ships that were kept in a cellar for forty years. Visitors can "
    "see more than two hundred of them, among them a ferry made of matchsticks. The town paid for the roof and a "
    "society of friends for the cases."
)
OPEN = "open"


def held(words: str, place: str) -> str | None:
    title = "Harbour museum opens a new wing"
    text = f"{words}\n\n{title}\n\n{NEWS}" if place == "head" else f"{title}\n\n{NEWS}\n\n{words}"
    description = describe_text(text, "release.txt")
    until: str | None = description.values.get("embargo", {"until": OPEN})["until"]
    return until


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("The agreed hour for this item is 18:00 GMT on 3 December 2051; respect it.", "2051-12-03T18:00:00Z"),
        ("This copy is parked. We'll tell you when it is unparked.", None),
        ("Untuk koran pagi 8 Desember 2051, bukan untuk laman mana pun yang lebih dahulu.", "2051-12-09T12:00:00Z"),
        ("Ảnh dưới đây thuộc số báo ngày 5/12/2051, tạm đóng băng đến hôm đó.", "2051-12-06T12:00:00Z"),
    ],
)
def test_words_that_add_up_hold_a_text(words: str, until: str | None, place: str) -> None:
    assert held(words, place) == until


@pytest.mark.parametrize("place", ["head", "foot"])
@pytest.mark.parametrize(
    "words",
    [
        "The DOI becomes active at 16:00 London time on 1 December 2051. The team answers questions from Monday.",
        "Winners are not expected to be announced until 15 December 2051.",
        "Only 40 reporters can be seated before the concert starts at 19:00 GMT on 8 December 2051.",
        "Rilis berikutnya: 12 Januari 2052 pukul 09.30 WIB.",
        "Gửi các tòa soạn: không có yêu cầu giữ tin, đăng càng sớm càng tốt. Lễ phát động lúc 8 giờ ngày 7/2/2051.",
    ],
)
def test_events_and_deadlines_hold_nothing(words: str, place: str) -> None:
    assert held(words, place) == OPEN


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("Plesae do not publsih befor 10 December 2051, 12:00 GMT", "2051-12-10T12:00:00Z"),
        ("Jagan dipublikasi dulu sampe 16 Desember 2051 jam 06.00 WIB", "2051-12-15T23:00:00Z"),
        ("Tidak untuk disiarkn seblum 10 Desember 2051 pukul 12.00 WIB", "2051-12-10T05:00:00Z"),
    ],
)
def test_words_with_a_slip_of_the_fingers_are_read(words: str, until: str) -> None:
    assert held(words, "head") == until


def test_a_slip_is_no_other_word() -> None:
    assert not {"publisher", "pleas", "menit", "sampah", "report", "reaksi"} & set(shortened())


def test_words_that_the_rules_know_are_left_to_them() -> None:
    assert adds_up("We ask you to keep this story under your hat until 4 May 2051.")
    assert not adds_up("We ask you to keep this story under embargo until 4 May 2051.")
