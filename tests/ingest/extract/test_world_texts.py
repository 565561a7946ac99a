"""Texts as published by newsrooms around the world: speakers with titles of office, the section of a site, speeches,
labels and dates in other languages. All are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.record import Description
from archive.text.dates import date_finder
from ingest.description.file_description import describe
from ingest.extract.boilerplate.labels import release_label, section_label
from ingest.extract.dates.url_slug import section_of_address
from ingest.extract.kind.named_speaker import named_alone
from ingest.extract.kind.salutations import opens_speech
from ingest.extract.kind.speech import speaker_of
from ingest.extract.kind.world_speeches import world_speech_title
from ingest.extract.metadata_values import is_login
from ingest.photo.default_captions import is_default_caption
from ingest.photo.derived_values import add_photo_title
from tests.builders.described_texts import describe_text

PROSE = "The old ferry will run again from Monday. Its deck was mended.\n\nEntry is free for children.\n"


def told(text: str, name: str = "a.txt") -> dict[str, Any]:
    found = describe_text(text, name, name)
    return found.values


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Speech by Minister for Ports, Ada Merrow, at the Harbour Conference 2024", "Ada Merrow"),
        ("Remarks by Second Minister for Law Bram Okoro SC at the Ferry Awards", "Bram Okoro"),
        (
            "Speech by Minister for Culture and Youth, and Second Minister for Law Bram Okoro SC at the Gala",
            "Bram Okoro",
        ),
        ("Keynote Address by Minister for Home Affairs and Minister for Law T Selwyn SC at the Launch", "T Selwyn"),
        (
            "Second Reading Speech on the Ports Bill by Minister of State for Law Assoc Prof Lim Ah Bo",
            "Lim Ah Bo",
        ),
        ("Discurso da Presidenta da República, Inês Valadares, durante cerimônia de posse", "Inês Valadares"),
        ("Palabras del Presidente de la Nación, Tomás Rivarola, en la inauguración del puerto", "Tomás Rivarola"),
        ("Discurso del Presidente Tomás Rivarola en la Cena Anual", "Tomás Rivarola"),
        ("Discours de M. Jules Perrin, ministre de la mer, sur les ports", "Jules Perrin"),
        ("Rede von Bundeskanzlerin Greta Halm beim Festakt", "Greta Halm"),
        ("Pengantar Presiden Bagus Winarta pada Rapat Terbatas tentang Pelabuhan", "Bagus Winarta"),
        ("Pidato Presiden Bagus Winarta pada Hari Laut", "Presiden Bagus Winarta"),
    ],
)
def test_the_speaker_is_a_person_and_no_office(title: str, speaker: str) -> None:
    assert speaker_of(title) == speaker


@pytest.mark.parametrize(
    "title",
    [
        "Speech by Minister for Ports at the Harbour Conference 2024",
        "Addendum to the President's Address",
        "Intervención del presidente del Gobierno en el debate general",
        "Rede zur Lage der Häfen",
    ],
)
def test_an_office_alone_is_no_speaker(title: str) -> None:
    assert speaker_of(title) is None


def test_a_line_names_who_speaks() -> None:
    assert named_alone("The Rt Hon Ada Merrow MP") == "Ada Merrow"
    assert named_alone("Speaker: Minister for Ports Ada Merrow") == "Ada Merrow"
    assert named_alone("The right honourable way to mend a ferry") is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("3 Jun 2014 Posted in Press releases", "press-release"),
        ("03 June 2014 Posted in [Speeches](/news/speeches)", "speech"),
        ("Kategori: Transkrip Pidato", "speech"),
        ("Posted in [Parliamentary speeches and responses](/news)", "speech"),
        ("Category: Media Releases", "press-release"),
        ("Posted in Announcements", None),
        ("The letter was posted in June.", None),
    ],
)
def test_the_section_of_a_site_tells_the_kind(line: str, kind: str | None) -> None:
    label = section_label(line)
    assert (label.kind.value if label else None) == kind


def test_a_text_is_of_the_day_and_section_in_which_it_was_posted() -> None:
    values = told(f"Ferry Returns\n\n3 Jun 2014 Posted in Press releases\n\n1. {PROSE}\nLast updated on 26 Nov 2015\n")
    assert (values["kind"], values["date"], values["title"]) == ("press-release", "2014-06-03", "Ferry Returns")


def test_a_heading_below_the_title_of_a_page_gives_speaker_and_day(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: Harbour Week - Dr Ada Merrow\npermalink: /room/2023-02-01-keynote/\n---\n\n"
        "#### KEYNOTE SPEECH BY DR ADA MERROW, MINISTER FOR PORTS, AT HARBOUR WEEK ON 1 FEBRUARY 2023\n\n"
        "Mr Bram Okoro, Editor,\n\nGood morning.\n\n" + PROSE,
        encoding="utf-8",
    )
    values = describe(str(path), "a.md", str(tmp_path), "a.md")["values"]
    assert (values["kind"], values["speaker"], values["date"]) == ("speech", "DR ADA MERROW", "2023-02-01")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/news/press-releases/ferry-returns/", "press-release"),
        ("/room/2021-07-23-press-release-ferry-returns/", "press-release"),
        ("/presidenta/discursos/discurso-da-presidenta/", "speech"),
        ("/news/ferry-releases-its-ropes/", None),
    ],
)
def test_the_section_in_an_address(address: str, kind: str | None) -> None:
    assert section_of_address(address) == kind


def test_an_address_inside_a_site_gives_day_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: Ferry Returns\npermalink: /room/2021-07-23-press-release-ferry/\n---\n\n{PROSE}", "utf-8"
    )
    values = describe(str(path), "a.md", str(tmp_path), "a.md")["values"]
    assert (values["kind"], values["date"]) == ("press-release", "2021-07-23")
    assert "source_url" not in values


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12 de dezembro de 2012", "2012-12-12"),
        ("27 de septiembre del 2018", "2018-09-27"),
        ("vom 16. September 2013", "2013-09-16"),
        ("3. März 2020", "2020-03-03"),
        ("Oslo, 10. juni 2005", "2005-06-10"),
        ("il 5 ottobre 2021", "2021-10-05"),
        ("1 августа 2010 года", "2010-08-01"),
        ("15 maja 2020", "2020-05-15"),
        ("2020年3月4日", "2020-03-04"),
        ("2020년 3월 4일", "2020-03-04"),
    ],
)
def test_days_in_other_languages(words: str, day: str) -> None:
    assert [(found.iso, found.precision) for found in date_finder.find(words)] == [(day, "day")]


def test_months_of_other_languages_need_day_and_year() -> None:
    assert date_finder.find("Mayo Clinic 2020, 12 agosto places, mart 20") == []


@pytest.mark.parametrize(
    "line",
    [
        "NOTA DE PRENSA", "Comunicado de prensa", "Nota à imprensa", "COMMUNIQUÉ DE PRESSE", "Pressemitteilung",
        "Medienmitteilung", "PERSBERICHT", "Comunicato stampa", "Пресс-релиз", "新闻稿", "プレスリリース", "보도자료",
    ],
)  # fmt: skip
def test_labels_of_releases_in_other_languages(line: str) -> None:
    assert release_label(line) is not None


def test_speeches_in_other_languages() -> None:
    assert opens_speech("Señoras y señores, hoy inauguramos el puerto.")
    assert opens_speech("Meine sehr verehrten Damen und Herren Stadträte,")
    assert opens_speech("Bom dia a todos.")
    assert world_speech_title("Rede der Oberbürgermeisterin zur Stadtratssitzung")
    assert not world_speech_title("Discurso de odio genera polémica en el puerto")
    assert not world_speech_title("Intervención de los bomberos en el puerto")
    values = told("Discurso del Presidente Tomás Rivarola en la Cena Anual\n2026-04-27\n\nBuenas noches. Gracias.\n")
    assert (values["kind"], values["speaker"], values["date"]) == ("speech", "Tomás Rivarola", "2026-04-27")


def test_who_posted_it_is_no_part_of_a_long_title() -> None:
    title = "Pengantar Presiden Bagus Winarta pada Rapat Terbatas tentang " + "Evaluasi Pelabuhan dan " * 5 + "Dermaga"
    values = told(f"{title}\nOleh: Humas ;\nDiposkan pada: 22 Feb 2017 ;\nKategori: Transkrip Pidato\n\n{PROSE}")
    assert (values["title"], values["date"], values["kind"]) == (title, "2017-02-22", "speech")


def test_greetings_are_no_part_of_a_title() -> None:
    title = "Rede der Oberbürgermeisterin zur Sitzung am Hafen"
    assert told(f"{title}\nMeine Damen und Herren,\nliebe Gäste!\nDas Haus ist bestellt.\n")["title"] == title


def test_a_day_that_leads_a_line_behind_a_sign() -> None:
    assert told(f"Feri Kembali\n\n/ Jumat, 25 November 2022 / 08.33.00 WIB\n\n{PROSE}")["date"] == "2022-11-25"


def test_an_account_is_no_author() -> None:
    assert all(map(is_login, ["whmerrow", "user01"]))
    assert not any(map(is_login, ["Ada Merrow", "UNICEF", "humas"]))


@pytest.mark.parametrize(
    "words",
    ["DCIM\\100MEDIA\\DJI_0001.JPG", "Processed with VSCO with x1 preset", "KODAK Action Cam", "<MetaData>\n<prop/>"],
)
def test_what_programs_copy_into_captions_is_none(words: str) -> None:
    assert is_default_caption(words)


def test_thanks_at_the_end_hold_nothing() -> None:
    closing = (
        "44. She leaves with the great respect and warm affection of all who worked with her and appeared before her."
    )
    assert "embargo" not in told(f"Tribute to a Judge\n\n{PROSE * 6}\n{closing}\n")
    asking = "In the end you have to ask: why on earth would we do this to ourselves?"
    assert "embargo" not in told(f"Why Ports Matter\n\n{PROSE * 6}\n{asking}\n")
    chosen = "Selection is at the discretion of the Port Corporation For more information, please contact:"
    assert "embargo" not in told(f"Birthday at the Port\n\n{PROSE * 6}\n{chosen}\n")


def test_the_points_of_a_summary_are_no_title() -> None:
    points = (
        "• Joint measures by the port and the ferry\n\nfor the islanders\n\n• Plan your outing and use the early boats"
    )
    values = told(f"FOR IMMEDIATE RELEASE\n\nGetting to the Isle when the Bridge Opens\n\n{points}\n\n{PROSE}")
    assert values["title"] == "Getting to the Isle when the Bridge Opens"
    head = "Event Advisory\n\nIsle Grill returns with a first Home Edition, featuring\n\npartnership with Ferry Cooks"
    values = told(f"{head}\n\n{points}\n\n{PROSE}")
    assert values["title"] == "Isle Grill returns with a first Home Edition, featuring partnership with Ferry Cooks"
    assert (values["kind"], values["genre"]) == ("press-release", "advisory")


def test_a_headline_that_calls_its_readers_is_no_office() -> None:
    head = "MEDIA RELEASE\nFOR IMMEDIATE RELEASE\nMAKE IT COUNT AT THE BEACH PARTY\nSee the year in with friends\n"
    assert str(told(f"{head}\n{PROSE}")["title"]).startswith("MAKE IT COUNT AT THE BEACH PARTY")


def test_who_speaks_is_no_place() -> None:
    values = told(f"Speech at Harbour Week at the Old Port - Dr Ada Merrow\n\nLadies and gentlemen,\n\n{PROSE}")
    assert "Merrow" not in f"{values.get('city')} {values.get('sublocation')}"
    values = told(f"Speech by Ada Merrow at Women in Ports Conference\n\nLadies and gentlemen,\n\n{PROSE}")
    assert (values["event"], values.get("city"), values.get("sublocation")) == ("Women in Ports Conference", None, None)


def test_a_cabinet_is_no_person() -> None:
    said = "Hadir para menteri Kabinet Kerja dan Presiden Bagus Winarta."
    assert told(f"Rapat Pelabuhan\n\n{said}\n\nRapat berlangsung terbuka.\n").get("persons") == ["Bagus Winarta"]


def test_the_number_of_an_agency_is_no_title_of_a_photo() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("title", "536991815", "iim:2:05")
    photo.offer("headline", "Skier Ada Merrow trains at Kitz", "iim:2:105")
    add_photo_title(photo, "a.jpg")
    assert photo.values["title"] == "Skier Ada Merrow trains at Kitz"
