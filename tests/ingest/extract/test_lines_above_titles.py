"""Lines above the title of a filed, scanned or copied text: page numbers, addresses, ministers, labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.description.extraction import extract_description
from ingest.extract.boilerplate.boilerplate import names_body
from ingest.extract.kind.speech import occasion_of
from tests.builders.described_texts import describe_text
from tests.builders.made_files import read

TITLE = "New Ferries for Marlpit"
BODY = "The board met in Marlpit and spoke of its fleet.\n\nIt wants quiet ships, and thanked the crews and the guests."


@pytest.mark.parametrize(
    "above",
    [
        "Page 1 of 20",
        "Seite 1 von 20",
        "Halaman 1 dari 3",
        'e d I a R e I e a s e M "',
        "Ref: Board Report 116-103, pg. 236",
        "Approved for public release: distribution unlimited. 1",
        "MINISTER FOR PORTS AND FERRIES",
        "The Hon. Ann Lee MP Parliament House, Marlpit ACT 2600",
        "Harbour Union | Long Street 4 | 10405 Marlpit",
        "Harbour Union\nc/o Friends of Ferries\nLong Street 4\n10405 Marlpit",
        "Telefon: 030-555 01 23 hafen@marlpit.example",
    ],
)
def test_a_line_above_is_not_the_title(above: str) -> None:
    found = describe_text(f"{above}\n\n{TITLE}\n\n{BODY}")
    assert found.values["title"] == TITLE
    assert above.split()[-1] in " ".join([*found.furniture, found.text])  # nothing is lost


def test_the_number_of_a_paragraph_is_no_title() -> None:
    found = describe_text(f"§ 1 Zweck und Ziele\n\n{BODY}")
    assert found.origins["title"][0].origin == "first sentence"


def test_a_title_in_capitals_ends_at_the_day_below() -> None:
    found = describe_text(f"LEADER OF THE OPPOSITION\n\nTRANSCRIPT OF DOORSTOP, TOWN HALL,\n22 May 2019\n\n{BODY}")
    assert found.values["title"] == "TRANSCRIPT OF DOORSTOP, TOWN HALL"
    assert found.values["date"] == "2019-05-22"


def test_the_title_of_a_speech_is_below_its_label() -> None:
    found = describe_text(f"Speech\n\nAddress by The Hon Ann Lee MP, Minister of State\n\n{BODY}")
    assert (found.values["title"], found.values["kind"]) == (
        "Address by The Hon Ann Lee MP, Minister of State",
        "speech",
    )


@pytest.mark.parametrize(
    ("line", "is_body"),
    [
        ("Shadow Minister for Ports and Ferries", True),
        ("LEADER OF THE OPPOSITION", True),
        ("Minister for Ports opens new quay", False),
        ("Prime Minister visits Marlpit", False),
    ],
)
def test_a_minister_is_named_in_a_letterhead(line: str, is_body: bool) -> None:
    assert names_body(line) is is_body


def test_what_a_minister_issues_is_a_release(tmp_path: Path) -> None:
    said = 'I believe it is right to give them the ships that they need now," he said.'
    body = f'The Minister for Ports, Don Lee, opened the quay.\n\n"{said}\n\nThe crews were glad of it.'
    kinds = []
    for source in ("source: Minister for Ports\n", ""):
        (tmp_path / "a.md").write_text(f"---\ntitle: {TITLE}\n{source}---\n\n{body}")
        found = read(tmp_path / "a.md")
        extract_description(found, "a.md", "")
        kinds.append(found.values["kind"])
    assert kinds == ["press-release", "article"]


def test_a_fact_sheet_under_an_office_is_no_release() -> None:
    for title, kind in (("Port Fact Sheet", "document"), (TITLE, "press-release")):
        assert describe_text(f"Department of Ports\nPhone: 555 0123\n\n{title}\n\n{BODY * 2}").values["kind"] == kind


def test_the_article_of_portuguese_is_no_preposition() -> None:
    title = "Discurso da Ministra, Ana Lima, na abertura do Encontro das Cidades com o Desenvolvimento Portuário"
    assert occasion_of(f"{title} na Região Sul").city is None
