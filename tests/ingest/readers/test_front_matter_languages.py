"""Front matter with the names of fields in German, French, Spanish and Portuguese."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.description.extraction import extract_description
from tests.builders.made_files import read

BODY = "Der Hafen bekommt neue Schiffe, und der Rat dankt den Leuten an Bord."


@pytest.mark.parametrize(
    "fields",
    [
        'titel: "Neue Schiffe"\ndatum: "2026-05-21"\nautorin: Ann Lee\nquelle: Hafenamt',
        "titre: Neue Schiffe\ndate: 2026-05-21\nauteur: Ann Lee\nsource: Hafenamt",
        "título: Neue Schiffe\nfecha: 2026-05-21\nautora: Ann Lee\nfuente: Hafenamt",
        "título: Neue Schiffe\ndate: 2026-05-21\nautor: Ann Lee\nfonte: Hafenamt",
    ],
)
def test_names_of_fields_in_european_languages(tmp_path: Path, fields: str) -> None:
    (tmp_path / "hafen-2023.md").write_text(f"---\n{fields}\n---\n\n{BODY}\n", encoding="utf-8")
    found = read(tmp_path / "hafen-2023.md")
    extract_description(found, "hafen-2023.md", "")
    told = [found.values[key] for key in ("title", "date", "creator", "source")]
    assert told == ["Neue Schiffe", "2026-05-21", ["Ann Lee"], "Hafenamt"]
