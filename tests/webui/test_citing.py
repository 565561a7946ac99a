"""Citations: their content, and how reference managers read them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from archive.authority.authorities import Authorities, load_shipped_cards
from archive.record import Candidate, Kind, Record, Relation
from tests.builders.web_photos import photographs
from tests.support.web_fakes import memorable, record
from webui import create_app
from webui.citations import FORMATS, Work, line, text, work_of
from webui.citations.author_names import AuthorName, author

CARDS = Authorities((), load_shipped_cards())
HOSTILE = (
    'A {b} }} \\ ~ ^ # $ % & _ " @article{x, <b> Đà Nẵng \r\nER  - \r\nTY  - JOUR\u2028* \u202e \x00 \ud800 👩‍🚀 مرحبا'
)


def cited(found: Record) -> Work:
    return work_of(found, "https://arsip.example/", "Arsip Pers", CARDS)


def made(kind: Kind = Kind.PRESS_RELEASE, media_type: str = "text/plain", **values: Any) -> Work:
    given = {key: values.pop(key) for key in ("relations", "origins") if key in values}
    return cited(record(values.pop("id", "abc234"), kind, "berkas.txt", values, media_type=media_type, **given))


def written(form: str, *works: Work) -> str:
    return "".join(FORMATS[form].write(works))


def read_ris(*works: Work) -> list[dict[str, Any]]:
    return list(rispy.loads(written("ris", *works)))


def read_bibtex(*works: Work) -> list[Any]:
    library = bibtexparser.parse_string(
        written("bibtex", *works), append_middleware=[bibtexparser.middlewares.NormalizeFieldKeys()]
    )
    assert library.failed_blocks == []
    return list(library.entries)


def read_csl(*works: Work) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("csl-json", *works))
    return found


@pytest.fixture(autouse=True)
def english(tmp_path: Path) -> Any:
    """Set the language: citations use the words of the interface."""
    with create_app({"SERVICES": memorable(tmp_path)}).test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("Ursula von der Leyen", "en", "von der Leyen, Ursula"),
        ("Leyen, Ursula von der", "en", "von der Leyen, Ursula"),
        ("Presiden Ludwig van Beethoven", "id", "van Beethoven, Ludwig"),
        ("António Guterres", "en", "Guterres, António"),
        ("Rowling, J. K.", "en", "Rowling, J. K."),
        ("Martin Luther King Jr.", "en", "King, Martin Luther, Jr."),
        # Family name first, and kept so.
        ("Nguyễn Văn An", "vi", "Nguyễn Văn An"),
        ("Nguyễn Văn An", "en", "Nguyễn Văn An"),
        ("Chủ tịch nước Lương Cường", "vi", "Lương Cường"),
        ("Pham Minh Chinh", "en", "Pham Minh Chinh"),
        ("Trần, Văn An", "vi", "Trần Văn An"),
        ("Xi Jinping", "en", "Xi Jinping"),
        # No recognisable family name.
        ("Presiden Prabowo Subianto", "id", "Prabowo Subianto"),
        ("Dr. H. Joko Widodo", "id", "Joko Widodo"),
        ("Retno Marsudi, S.E., LL.M.", "id", "Retno Marsudi"),
        ("Soekarno", "en", "Soekarno"),
        ("Anwar bin Ibrahim", "en", "Anwar bin Ibrahim"),
        # Organisations.
        ("Kementerian Luar Negeri", "id", "Kementerian Luar Negeri"),
        ("Ministry of Public Works and Housing", "en", "Ministry of Public Works and Housing"),
        ("Bộ Ngoại giao", "vi", "Bộ Ngoại giao"),
        ("Jakarta Post", "en", "Jakarta Post"),
        ("", None, ""),
    ],
)
def test_only_a_family_name_that_is_certain_is_put_first(said: str, language: str | None, expected: str) -> None:
    assert author(said, language).sorted_by == expected


def test_a_press_release_is_by_the_body_that_gave_it_out() -> None:
    work = made(
        title="Penandatanganan konvensi", source="Kementerian Luar Negeri", language="id", date="2025-10-25",
        identifiers=["123/SP/HM/X/2025"], location="Humas/Siaran/Kotak 7", keywords=["konvensi", "siber"],
    )  # fmt: skip
    assert text(work) == (
        "Kementerian Luar Negeri. “Penandatanganan konvensi” [Press release, No. 123/SP/HM/X/2025]. 25 October 2025. "
        "Arsip Pers, Humas/Siaran/Kotak 7. https://arsip.example/records/abc234. "
        f"SHA-256 {work.sha256}."
    )
    (ris,) = read_ris(work)
    assert (ris["type_of_reference"], ris["type_of_work"]) == ("RPRT", "Press release")
    assert ris["authors"] == ["Kementerian Luar Negeri,"]  # whole, with a comma after it
    assert (ris["year"], ris["date"]) == ("2025", "2025/10/25/")
    assert (ris["call_number"], ris["name_of_database"]) == ("Humas/Siaran/Kotak 7", "Arsip Pers")
    assert ris["notes"] == [f"SHA-256 of the original: {work.sha256}"]
    (bib,) = read_bibtex(work)
    assert (bib.entry_type, bib["author"], bib["type"]) == ("techreport", "{Kementerian Luar Negeri}", "Press release")
    assert (bib["year"], bib["month"], bib["number"]) == ("2025", "oct", "123/SP/HM/X/2025")
    (csl,) = read_csl(work)
    assert (csl["type"], csl["genre"], csl["number"]) == ("report", "Press release", "123/SP/HM/X/2025")
    assert csl["author"] == [{"literal": "Kementerian Luar Negeri"}]
    assert "publisher" not in csl  # a style would print it twice
    assert (csl["archive"], csl["archive_location"]) == ("Arsip Pers", "Humas/Siaran/Kotak 7")


@pytest.mark.parametrize(
    ("kind", "media_type", "ris", "bib", "csl"),
    [
        (Kind.PRESS_RELEASE, "text/plain", "RPRT", "techreport", "report"),
        (Kind.SPEECH, "application/pdf", "SLIDE", "misc", "speech"),
        (Kind.ARTICLE, "text/html", "NEWS", "article", "article-newspaper"),
        (Kind.PHOTO, "image/jpeg", "ART", "misc", "graphic"),
        (Kind.DOCUMENT, "text/plain", "GEN", "misc", "document"),
        (Kind.DOCUMENT, "application/pdf", "RPRT", "techreport", "report"),
    ],
)
def test_each_kind_has_its_type(kind: Kind, media_type: str, ris: str, bib: str, csl: str) -> None:
    work = made(kind, media_type, title="Judul", source="Antara")
    assert read_ris(work)[0]["type_of_reference"] == ris
    assert read_bibtex(work)[0].entry_type == bib
    assert read_csl(work)[0]["type"] == csl
    assert (read_csl(work)[0].get("medium") == "PDF") is (media_type == "application/pdf")


@pytest.mark.parametrize(
    ("values", "said", "ris", "bib", "csl"),
    [
        ({"date": "2024", "date_precision": "year"}, "2024.", ("2024", "2024///"), ("2024", None, "2024"), [[2024]]),
        (
            {"date": "2024-03", "date_precision": "month"},
            "March 2024.",
            ("2024", "2024/03//"),
            ("2024", "mar", "2024-03"),
            [[2024, 3]],
        ),
        (
            {"date": "2025-10-25/2025-10-26", "date_precision": "range"},
            "25–26 October 2025.",
            ("2025", "2025/10/25/"),
            ("2025", "oct", "2025-10-25/2025-10-26"),
            [[2025, 10, 25], [2025, 10, 26]],
        ),
        ({}, "Undated.", (None, None), (None, None, None), None),
        ({"event_date": "2025-10"}, "Undated; event October 2025.", (None, None), (None, None, None), None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(values: Any, said: str, ris: Any, bib: Any, csl: Any) -> None:
    work = made(title="Judul", **values)
    assert said in text(work)
    (entry,) = read_ris(work)
    assert (entry.get("year"), entry.get("date")) == ris
    fields = read_bibtex(work)[0].fields_dict
    assert tuple(fields[key].value if key in fields else None for key in ("year", "month", "date")) == bib
    assert read_csl(work)[0].get("issued", {}).get("date-parts") == csl


def test_a_date_that_is_guessed_is_cited_as_such() -> None:
    work = made(title="Judul", date="2024-03-05", origins={"date": [Candidate("folder", "2024-03-05", 0.5)]})
    assert "about 5 March 2024" in text(work)
    assert read_csl(work)[0]["issued"] == {"date-parts": [[2024, 3, 5]], "circa": True}
    assert read_bibtex(work)[0]["date"] == "2024-03-05~"
    assert "The date is not certain." in read_ris(work)[0]["notes"]
    assert "about" not in text(made(title="Judul", date="2024", origins={"date": [Candidate("header", "2024", 0.9)]}))


def test_a_photo_is_by_its_photographer_with_its_credit(tmp_path: Path) -> None:
    work = cited(photographs(tmp_path).catalogue.records["frame1302"])
    assert text(work).startswith("Hoàng Minh Hải. “Lễ đón” [Photo]. 25 October 2025. Photo: Istimewa/Hoàng Minh Hải")
    assert read_ris(work)[0]["authors"] == ["Hoàng Minh Hải,"]
    assert read_bibtex(work)[0]["author"] == "{Hoàng Minh Hải}"
    assert read_csl(work)[0]["author"] == [{"literal": "Hoàng Minh Hải"}]


def test_a_photo_without_a_title_is_cited_by_its_caption() -> None:
    assert "“Warga menyeberang”" in text(made(Kind.PHOTO, caption="Warga menyeberang"))
    assert "“berkas.txt”" in text(made(Kind.PHOTO))


def test_a_speech_is_by_its_speaker() -> None:
    work = made(
        Kind.SPEECH, title="Address", speaker="President Ursula von der Leyen", language="en", date="2025-09-10"
    )
    assert work.authors == (AuthorName("Ursula von der Leyen", "Leyen", "Ursula", "von der"),)
    assert read_ris(work)[0]["authors"] == ["von der Leyen, Ursula"]
    assert read_bibtex(work)[0]["author"] == "von der Leyen, Ursula"
    assert read_csl(work)[0]["author"] == [{"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}]


def test_what_corrects_it_and_what_it_corrects_stand_in_every_citation() -> None:
    relations = (
        Relation("corrected-by", "ralat1", "Ralat", "rule:number-named", 1.0),
        Relation("replaced-by", "baru1", None, "rule:same-title", 0.5, doubtful=True),
        Relation("corrects", "lama1", "Lama", "archivist", 1.0),
        Relation("annex-of", "induk1", "Induk", "archivist", 1.0),
    )
    work = made(title="Judul", relations=relations)
    told = (
        "Corrected by: Ralat, https://arsip.example/records/ralat1",
        "Replaced by (not certain): baru1, https://arsip.example/records/baru1",
        "Corrects: Lama, https://arsip.example/records/lama1",
    )
    for said in told:
        assert said in text(work)
        assert said in read_ris(work)[0]["notes"]
        assert said.replace("_", r"\_") in read_bibtex(work)[0]["note"]
        assert said in read_csl(work)[0]["note"]
    assert "Induk" not in text(work)


def test_nothing_in_a_value_leaves_its_place() -> None:
    works = [
        made(kind, id=f"hostile{n}", title=HOSTILE, source=HOSTILE, location=HOSTILE, identifiers=[HOSTILE],
             keywords=[HOSTILE, "satu"], speaker=HOSTILE, creator=[HOSTILE, "Ali * Ahmad"], credit=HOSTILE,
             date=HOSTILE, event_date=HOSTILE, language=HOSTILE)
        for n, kind in enumerate(Kind)
    ]  # fmt: skip
    assert len(read_ris(*works)) == len(read_bibtex(*works)) == len(read_csl(*works)) == len(Kind)
    for found in read_ris(*works):
        assert found["title"].startswith("A {b} }} ")
        assert all("*" not in name for name in (*found.get("authors", ()), *found["keywords"]))
    for entry in read_bibtex(*works):
        title = entry["title"]
        assert title.count("{") == title.count("}")
        assert r"\textbackslash{} \textasciitilde{} \textasciicircum{} \# \$ \% \& \_" in title
        assert "Đà Nẵng" in title
    for work in works:
        assert "<b>" not in line(work)
        assert "\x00" not in text(work) + written("ris", work) + written("bibtex", work)
    (written("ris", *works) + written("bibtex", *works) + written("csl-json", *works)).encode()


def test_every_line_of_ris_is_a_tag_and_a_value() -> None:
    for work in (made(title="Judul", source="Antara"), made(title=HOSTILE, date="2024")):
        lines = written("ris", work).split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert lines[-3:] == ["ER  - ", "", ""]
        assert all(one[:2].isalnum() and one[2:6] == "  - " and len(one) > 6 for one in lines[:-3])
        assert "\n" not in "".join(lines)


def test_keys_tell_records_apart_and_are_plain() -> None:
    keys = [
        read_bibtex(made(title="J", source=source, date="2024"))[0].key for source in ("Bộ Ngoại giao", "…", "x" * 99)
    ]
    assert keys == ["bongoaigiao2024-abc234", "anon2024-abc234", f"{'x' * 24}2024-abc234"]


def test_a_citation_processor_makes_a_bibliography_of_it() -> None:
    works = [
        made(Kind.SPEECH, title="Address", speaker="Ursula von der Leyen", language="en", date="2025-09-10"),
        made(title="Pernyataan", source="Kementerian Luar Negeri", date="2024", date_precision="year"),
        made(Kind.ARTICLE, title="Bài", source="VnExpress", creator="Nguyễn Văn An", language="vi", date="2025-03"),
    ]
    items = [item | {"id": f"work{n}"} for n, item in enumerate(read_csl(*works))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know all of CSL 1.0.2
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        told = [str(entry) for entry in bibliography.bibliography()]
    assert [part for part in ("von der Leyen, U.", "Kementerian Luar Negeri (2024)", "Nguyễn Văn An (2025)") if
            not any(part in entry for entry in told)] == []  # fmt: skip
