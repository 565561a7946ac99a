"""Titles, kinds, sources and persons of 220 real releases, beside what two people read in them
(`releases_readers.json`: where they differ, both values). ../shared/data/releases has the texts."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.description.file_description import describe

RELEASES = Path(__file__).parents[3] / "shared" / "data" / "releases"
READERS = json.loads(Path(__file__).with_name("releases_readers.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not RELEASES.is_dir(), reason="../shared is not here")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the program says of each, by its name."""
    folder = tmp_path_factory.mktemp("job")
    return {name: describe(str(RELEASES / "texts" / name), name, str(folder), name)["values"] for name in READERS}


def share(right: dict[str, bool], told: dict[str, Any], key: str) -> float:
    """The share that is right; what is not is printed, and where the readers differ."""
    for name in sorted(right):
        if not right[name]:
            print(name, key, repr(told[name]), "is none of", READERS[name][key])
    differ = [name for name in READERS if len(READERS[name].get(key, [])) > 1 and key != "persons"]
    print(f"{key}: {sum(right.values())} of {len(right)}; the readers differ on {len(differ)}: {', '.join(differ)}")
    return sum(right.values()) / len(right)


@cache
def words(value: str) -> str:
    """A value without case, punctuation and entities."""
    plain = unicodedata.normalize("NFKC", value).casefold().replace("&amp;", "&")
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def letters(value: str) -> str:
    """A source without what a host or a firm has besides its name."""
    return re.sub(r"www|com$|io$|inc$", "", words(value).replace(" ", ""))


def test_titles(found: dict[str, dict[str, Any]]) -> None:
    told = {name: str(values.get("title", "")) for name, values in found.items()}
    right = {name: words(title) in map(words, READERS[name]["title"]) for name, title in told.items()}
    assert share(right, told, "title") >= 0.95


def test_kinds(found: dict[str, dict[str, Any]]) -> None:
    told = {name: values.get("kind") for name, values in found.items()}
    right = {name: kind in READERS[name]["kind"] for name, kind in told.items()}
    assert share(right, told, "kind") >= 0.95


def test_sources(found: dict[str, dict[str, Any]]) -> None:
    """Where a reader saw none, the host of the link to the release is right too."""
    wires = json.loads((RELEASES / "expected.json").read_text(encoding="utf-8"))
    told = {name: str(values.get("source") or "") for name, values in found.items()}
    right = {}
    for name, source in told.items():
        named = [letters(one) for one in READERS[name]["source"] if one]
        url = letters(str(found[name].get("source_url") or ""))
        of_link = None in READERS[name]["source"] and (letters(wires[name]["wire"]) in url or letters(source) in url)
        right[name] = of_link or any(one in letters(source) or letters(source) in one for one in named if source)
    assert share(right, told, "source") >= 0.90


def test_persons(found: dict[str, dict[str, Any]]) -> None:
    """Of those named, so many are real; a part of a name that ends it is real too."""
    right: dict[str, bool] = {}
    for name, expected in READERS.items():
        real = [set(words(one).split()) for one in expected.get("persons", [])]
        for person in found[name].get("persons", ()) if "persons" in expected else ():
            own = set(words(person).split())
            right[f"{name} {person}"] = any(own <= one or one <= own for one in real)
    print(f"persons: {sum(right.values())} of {len(right)} real;", *(key for key, real in right.items() if not real))
    assert sum(right.values()) >= 0.92 * len(right)
    assert len(right) >= 15
