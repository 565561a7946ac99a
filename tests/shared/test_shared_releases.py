"""Titles, kinds, sources and persons of 220 real releases, compared with the readings of two people
(`releases_readers.json`: both values if they differ). ../shared/data/releases has the texts."""

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
    """Return the program's description of each, by name."""
    folder = tmp_path_factory.mktemp("job")
    return {name: describe(str(RELEASES / "texts" / name), name, str(folder), name)["values"] for name in READERS}


def share(right: dict[str, bool], told: dict[str, Any], key: str) -> float:
    """Return the correct share. Print errors, and where the readers differ."""
    for name in sorted(right):
        if not right[name]:
            print(name, key, repr(told[name]), "is none of", READERS[name][key])
    differ = [name for name in READERS if len(READERS[name].get(key, [])) > 1 and key != "persons"]
    print(f"{key}: {sum(right.values())} of {len(right)}; the readers differ on {len(differ)}: {', '.join(differ)}")
    return sum(right.values()) / len(right)


@cache
def words(value: str) -> str:
    """Return a value without case, punctuation and entities."""
    plain = unicodedata.normalize("NFKC", value).casefold().replace("&amp;", "&")
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def letters(value: str) -> str:
    """Return a source without the extra parts of host and company names."""
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
    """If a reader saw none, the host of the link to the release is also correct."""
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
    """Check the share of named persons who are real; a final part of a name also counts."""
    right: dict[str, bool] = {}
    for name, expected in READERS.items():
        real = [set(words(one).split()) for one in expected.get("persons", [])]
        for person in found[name].get("persons", ()) if "persons" in expected else ():
            own = set(words(person).split())
            right[f"{name} {person}"] = any(own <= one or one <= own for one in real)
    print(f"persons: {sum(right.values())} of {len(right)} real;", *(key for key, real in right.items() if not real))
    assert sum(right.values()) >= 0.92 * len(right)
    assert len(right) >= 15
