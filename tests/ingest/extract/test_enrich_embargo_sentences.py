"""Single sentences above the headline or below the news that ask to hold a text, and sentences that only look like it.

Each set was written before its first run. A case expects an instant (UTC), `end of day` (everywhere on earth), `decide`
(held until someone decides) or `open`. A fault is fixed as a class; the sentences are not changed.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import Status
from ingest.files import restrictions
from tests.builders.described_texts import describe_text

CASES = Path(__file__).parents[2] / "cases"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
END_OF_DAY = "T12:00:00Z"  # at UTC-12
# Maximum numbers of cases in a set that are early, open but should be held, and held but should be open.
SETS = {
    "embargo_sentences_a.json": (0, 14, 16),  # 161 open when it was first run
    "embargo_sentences_b.json": (0, 12, 14),  # 81 open when it was first run
    "embargo_sentences_c.json": (0, 14, 14),  # images and slips on purpose: 50 open and 26 held before evidence counted
}
NEWS = {
    "en": """Harbour museum opens a new wing

The harbour museum has opened a wing for models of ships that were kept in a cellar for forty years. Visitors can see
more than two hundred of them, among them a ferry made of matchsticks. The town paid for the roof and a society of
friends for the cases. "We have waited long for this room," said director Ann Pell.""",
    "id": """Museum pelabuhan membuka ruang baru

Museum pelabuhan membuka ruang bagi model kapal yang empat puluh tahun tersimpan di gudang bawah tanah. Pengunjung dapat
melihat lebih dari dua ratus model, di antaranya sebuah feri dari batang korek api. Pemerintah kota membiayai atapnya.
"Kami lama menanti ruang ini," kata direktur museum, Ratna Dewi.""",
    "vi": """Bảo tàng cảng mở phòng trưng bày mới

Bảo tàng cảng vừa mở phòng trưng bày các mô hình tàu thuyền từng nằm bốn mươi năm trong kho. Người xem có thể ngắm hơn
hai trăm mô hình, trong đó có chiếc phà làm bằng que diêm. Thành phố trả tiền mái nhà. "Chúng tôi chờ căn phòng này đã
lâu", giám đốc Nguyễn Thị Hoa nói.""",
}


def outcome(words: str, language: str, place: str) -> str:
    """Return the outcome of a text with these words at its head or foot: an instant, `decide` or `open`."""
    news = NEWS[language]
    text = f"{words}\n\n{news}\n" if place == "head" else f"{news}\n\n{words}\n"
    description = describe_text(text, "release.txt", "release.txt")
    access = restrictions.access_for(description, Status.RELEASED)
    return "open" if access.status is Status.RELEASED else access.release_at or "decide"


def judge(expected: str, found: str) -> str:
    """Return `right`, `early`, `open` (it should hold), `held` (it should be open) or `late`."""
    if expected == found or (expected == "end of day" and found.endswith(END_OF_DAY)):
        return "right"
    if "open" in (expected, found):
        return "held" if expected == "open" else "open"
    later = "9999"
    ends = {"decide": later, "end of day": "0"}
    return "early" if ends.get(found, found) < ends.get(expected, expected) else "late"


@pytest.mark.parametrize("name", SETS)
def test_sentences_written_blind(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restrictions, "utc_now", lambda: NOW)
    cases = json.loads((CASES / name).read_text(encoding="utf-8"))
    assert len(cases) >= 120
    rows = [
        (judge(case["expect"], found), case["id"], place, found, case["words"])
        for case in cases
        for place in ("head", "foot")
        for found in [outcome(case["words"], case["language"], place)]
    ]
    counted = Counter(row[0] for row in rows)
    print(name, dict(counted), *(row for row in rows if row[0] != "right"), sep="\n")
    early, opened, held = SETS[name]
    assert (counted["early"] <= early, counted["open"] <= opened, counted["held"] <= held) == (True, True, True)
