"""Embargo orders in the languages of `tests/cases/embargo_languages_*.toml`, each written before its first run.

Limits are maximum numbers of cases that are released early, open but should be held, and held but should be open. They
started with the figures of the first run and may only decrease.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.text.embargo.instants import read_end
from ingest.extract.embargo.matcher import read_order
from tests.ingest.extract.test_enrich_embargo_blind import judge, outcome

CASES = Path(__file__).parents[2] / "cases"
SETS = {
    "embargo_languages_a.toml": (0, 0, 0),  # 94 of 105 orders open before these languages were known
    "embargo_languages_b.toml": (0, 0, 0),  # 6 of 22 orders open and none of 22 others held when it was first run
}
WITHIN = {"embargo_languages_a.toml": (0, 1, 0), "embargo_languages_b.toml": (0, 0, 0)}  # 18 and 3 orders open at first
FULL_STOPS = {"zh": "。", "ja": "。", "hi": "।"}
NOW = "2026-12-02T08:00:00Z"


def cases(name: str, *, within: bool = False) -> Iterator[dict[str, str]]:
    """Yield the cases of a set: a line above or below a title and the news, or between its sentences."""
    languages: dict[str, Any] = tomllib.loads((CASES / name).read_text(encoding="utf-8"))
    for language, lines in languages.items():
        told = [(place, line, *end) for place in ("head", "foot") for line, *end in lines.get(place, [])]
        told += [("head", line, "open") for line in lines["innocent"]]
        for n, (place, line, *end) in enumerate(told):
            news = f"{lines['news'].split('. ')[0][:40]}\n\n{lines['news']}"
            text = f"{line}\n\n{news}\n" if place == "head" else f"{news}\n\n{line}\n"
            if within:
                text = f"{lines['news'][:40]}\n\n{between_sentences(language[:2], lines['news'], line)}\n"
            expect = end[0] if end else "decide"
            yield {"id": f"{language}{n}", "filename": "a.txt", "now": NOW, "text": text, "expect": expect}


def between_sentences(language: str, news: str, line: str) -> str:
    stop = FULL_STOPS.get(language, ".")
    first, _, rest = news.partition(stop)
    blank = "" if stop == "。" else " "
    return f"{first}{stop}{blank}{line.rstrip('.。।')}{stop}{blank}{rest.strip()}"


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("name", SETS)
def test_orders_hold_and_innocent_lines_do_not(
    name: str, within: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for case in cases(name, within=within):
        found = outcome(case, tmp_path, monkeypatch)
        rows.setdefault(judge(case["expect"], found), []).append((case["id"], case["expect"], found))
    print(name, dict(Counter({kind: len(found) for kind, found in rows.items()})))
    print(*(f"{kind}: {row}" for kind, found in rows.items() if kind != "right" for row in found), sep="\n")
    early, opened, held = (WITHIN if within else SETS)[name]
    assert len(rows.get("early", [])) <= early
    assert len(rows.get("open", [])) <= opened
    assert len(rows.get("held", [])) <= held


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("엠바고: 2026년 12월 10일 오후 2시 (GMT+9)", "2026-12-10T05:00:00Z"),
        ("報道解禁:2026年12月10日 午後2時30分(JST)", "2026-12-10T05:30:00Z"),
        ("禁发至2026年12月10日下午3点(GMT+8)", "2026-12-10T07:00:00Z"),
        ("محظور النشر حتى ١٠ ديسمبر ٢٠٢٦ الساعة ٩:٠٠ مساء (GMT+3)", "2026-12-10T18:00:00Z"),
        ("ЭМБАРГО до 10 декабря 2026 г., 9:00 вечера мск", "2026-12-10T18:00:00Z"),
    ],
)
def test_an_hour_of_the_afternoon_does_not_end_in_the_morning(line: str, until: str) -> None:
    assert read_order(line) is not None
    assert read_end(line).until == until


@pytest.mark.parametrize(
    "line", ["Не публиковать до 10 декабря, 11:00", "엠바고 12월 10일 오후 2시까지", "EMBARGO do 10. prosince, 10:00"]
)
def test_a_day_without_its_year_holds(line: str) -> None:
    assert read_order(line) is not None
