"""Titles, kinds, sources, languages and persons of texts that were written by people who had not seen the code. The
shares may only grow; run it with -s for what is not told as they would."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from ingest.describe import describe

CASES = Path(__file__).with_name("cases")
FLOORS = {
    "a": {"title": 0.80, "kind": 0.84, "source": 0.90, "language": 0.98, "persons": 0.92, "not_persons": 0.97},
    "b": {"title": 0.62, "kind": 0.62, "source": 0.76, "language": 0.98, "persons": 0.74, "not_persons": 0.97},
}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_texts_are_told_as_their_writers_would(name: str, tmp_path: Path) -> None:
    told: dict[str, list[bool]] = defaultdict(list)
    for case in json.loads((CASES / f"kinds_blind_{name}.json").read_text(encoding="utf-8")):
        path = tmp_path / case["id"] / Path(case["name"]).name
        path.parent.mkdir()
        path.write_text(case["text"], encoding="utf-8")
        values = describe(str(path), path.name, str(tmp_path), case["name"])["values"]
        for key, right in judged(values, case["expect"]):
            told[key].append(right)
            if not right:
                print(case["id"], key, values.get(key), "for", case["expect"].get(key))
    shares = {key: sum(right) / len(right) for key, right in told.items()}
    print(name, {key: f"{share:.3f} of {len(told[key])}" for key, share in shares.items()})
    assert {key: share for key, share in shares.items() if share < FLOORS[name][key]} == {}


def judged(values: dict[str, Any], expect: dict[str, Any]) -> list[tuple[str, bool]]:
    """What is right of one text: (what, whether)."""
    found = [
        (key, plain(values.get(key)) == plain(expect[key])) for key in ("title", "kind", "language") if key in expect
    ]
    if "source" in expect:
        said, wanted = letters(values.get("source")), letters(expect["source"])
        found.append(("source", said == wanted or bool(said and wanted and (said in wanted or wanted in said))))
    persons = [plain(person) for person in values.get("persons", ())]
    real = [set(plain(one).split()) for one in (*expect.get("persons", ()), *(expect.get("speakers") or ()))]
    if "persons" in expect:
        found += [
            ("persons", any(set(one.split()) <= own or own <= set(one.split()) for own in real)) for one in persons
        ]
    talk = [plain(turn["speaker"]) for turn in values.get("turns", ())]
    return found + [("not_persons", plain(one) not in [*persons, *talk]) for one in expect.get("not_persons", ())]


def plain(value: Any) -> str:
    """A value in small letters with single blanks."""
    return " ".join(str(value or "").casefold().split()).strip(" .")


def letters(value: Any) -> str:
    """The letters and digits of a source without what a host has besides."""
    return "".join(sign for sign in plain(value).removeprefix("www.") if sign.isalnum())
