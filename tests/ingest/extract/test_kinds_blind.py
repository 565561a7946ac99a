"""Titles, kinds, sources, languages and persons of texts written by people who had not seen the code. The shares may
only grow; run it with -s to see the differences.

Each set was first run before any work on it. Correct in the third set: title 40 of 60, kind 37 of 56, source 11 of 17,
persons 32 of 36; in the fourth: 41 of 54, 40 of 55, 11 of 17, 35 of 37; in the fifth: 44 of 55, 53 of 60, 52 of 57, 35
of 35. The remaining differences are listed here.

Two decisions differ from those of some writers. A text about a photo is a `document`, because a record of the kind
`photo` has a picture. The title of an act is the line under its label (`QUYẾT ĐỊNH`), which one writer included.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from ingest.description.file_description import describe

CASES = Path(__file__).parents[2] / "cases"
FLOORS = {
    "a": {"title": 0.92, "kind": 1.0, "source": 1.0, "language": 0.98, "persons": 1.0, "not_persons": 0.98},
    "b": {"title": 0.87, "kind": 0.93, "source": 0.97, "language": 0.98, "persons": 0.96, "not_persons": 0.98},
}
STILL_WRONG = {
    "c": {("c36", "kind"), ("c36", "title"), ("c51", "title")},
    "d": {("d20", "kind")},
    "e": set(),
}
ACT_LABEL = re.compile(r"(?:QUYẾT ĐỊNH|CÔNG ĐIỆN|THONG BAO) (?=Về|V/v)")


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_texts_are_told_as_their_writers_would(name: str, tmp_path: Path) -> None:
    told: dict[str, list[bool]] = defaultdict(list)
    for _, key, right in judged_set(name, tmp_path):
        told[key].append(right)
    shares = {key: sum(right) / len(right) for key, right in told.items()}
    print(name, {key: f"{share:.3f} of {len(told[key])}" for key, share in shares.items()})
    assert {key: share for key, share in shares.items() if share < FLOORS[name][key]} == {}


@pytest.mark.parametrize("name", sorted(STILL_WRONG))
def test_what_is_still_told_otherwise(name: str, tmp_path: Path) -> None:
    assert {(case, key) for case, key, right in judged_set(name, tmp_path) if not right} == STILL_WRONG[name]


def judged_set(name: str, folder: Path) -> list[tuple[str, str, bool]]:
    """Return the results for the texts of a set: (id of the text, value, whether it is right)."""
    found = []
    for case in json.loads((CASES / f"kinds_blind_{name}.json").read_text(encoding="utf-8")):
        path = folder / case["id"] / Path(case["name"]).name
        path.parent.mkdir()
        path.write_text(case["text"], encoding="utf-8")
        values = describe(str(path), path.name, str(folder), case["name"])["values"]
        for key, right in judged(values, case["expect"]):
            found.append((case["id"], key, right))
            if not right:
                print(case["id"], key, values.get(key), "for", case["expect"].get(key))
    return found


def judged(values: dict[str, Any], expect: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return the results for one text: (value, whether it is right)."""
    expect = dict(expect)
    if expect.get("kind") == "photo":
        expect["kind"] = "document"
    if expect.get("title"):
        expect["title"] = ACT_LABEL.sub("", expect["title"])
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
    """Return a value in lower case with single spaces."""
    return " ".join(str(value or "").casefold().split()).strip(" .")


def letters(value: Any) -> str:
    """Return the letters and digits of a source, without the extra parts of a host name."""
    return "".join(sign for sign in plain(value).removeprefix("www.") if sign.isalnum())
