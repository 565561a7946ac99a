"""Classes of titles, kinds, sources and persons, each in three languages: news outlets that name themselves, acts under
their label, labels in odd forms, offices that sign, and text that only looks like these. `kinds_classes.json` has the
cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.description.file_description import describe
from tests.builders.described_texts import describe_text

CASES = json.loads((Path(__file__).parents[2] / "cases/kinds_classes.json").read_text(encoding="utf-8"))
BODY = "<p>By <a href='#'>Nora Vale</a></p><p>The old ferry will run again from Monday.</p><p>Entry is free.</p>"


@pytest.mark.parametrize("case", CASES, ids=[f"{case['class']} {n}" for n, case in enumerate(CASES)])
def test_a_class_is_told(case: dict[str, Any]) -> None:
    found = describe_text(case["text"], "a.txt", "a.txt")
    expect = dict(case["expect"])
    assert not set(expect.pop("not_persons", [])) & set(found.values.get("persons", []))
    told = {key: found.values.get(key) for key in expect}
    if expect.get("source"):  # also with `.net` or `FM` after it
        told["source"] = expect["source"] if expect["source"] in str(told["source"]) else told["source"]
    assert told == expect


@pytest.mark.parametrize(
    ("head", "title", "source"),
    [
        ("Ferry returns after two years - The Tidewater Post", "Ferry returns after two years", "The Tidewater Post"),
        ("Kabar Teluk | Kapal lama kembali melayani warga", "Kapal lama kembali melayani warga", "Kabar Teluk"),
        ("Phà cũ chạy lại sau hai năm | Báo Sông Lành", "Phà cũ chạy lại sau hai năm", "Báo Sông Lành"),
    ],
)
def test_the_site_in_the_title_of_a_page_is_its_source(head: str, title: str, source: str, tmp_path: Path) -> None:
    page = f"<html><head><title>{head}</title></head><body><h1>{title}</h1>{BODY}</body></html>"
    values = described(tmp_path / "a.html", page)
    assert (values["title"], values["source"], values["kind"]) == (title, source, "article")


def test_a_heading_of_any_level_that_stands_alone_is_the_title_of_a_page(tmp_path: Path) -> None:
    page = (
        f"<html><head><title>News - Rice Institute</title></head><body><h4>New rice bears salt</h4>{BODY}</body></html>"
    )
    assert described(tmp_path / "a.html", page)["title"] == "New rice bears salt"


def test_text_that_was_encoded_twice_in_part_is_mended(tmp_path: Path) -> None:
    wrong = "Café owners “win” – at last".encode().decode("cp1252", "ignore")  # the last byte of ” is undefined there
    assert described(tmp_path / "a.txt", f"{wrong} – now\n\n{BODY}")["title"] == "Café owners “win” – at last – now"
    sound = "CAFÉ® and “CAFÉ” reopen in PRAÇÁ®"
    assert described(tmp_path / "b.txt", f"{sound}\n\nIt is free.")["title"] == sound


def test_a_layout_and_an_author_of_a_press_office_make_no_article(tmp_path: Path) -> None:
    front = "---\nlayout: post\ntitle: Night trams\nauthor: City Tramways Communications\ncategories: [News]\n---\n\n"
    words = (
        "Night trams run again, City Tramways announced.\n\n“We listened,” said Ann Lee, director.\n\nEntry is free."
    )
    assert described(tmp_path / "a.md", front + words)["kind"] == "press-release"


def described(path: Path, text: str) -> dict[str, Any]:
    path.write_text(text, encoding="utf-8")
    values: dict[str, Any] = describe(str(path), path.name, str(path.parent), path.name)["values"]
    return values
