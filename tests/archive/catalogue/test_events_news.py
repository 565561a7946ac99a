"""Texts of one day that name the same people, organisations and figures in their first paragraphs, and titles of one
meeting: which belong to one event, and which only seem to."""

from __future__ import annotations

import pytest

from archive.catalogue import Catalogue
from tests.archive.catalogue.event_papers import Paper, arrive, each, found_in, meeting, possible_in, reasons_in, report

PORT = (
    "Gubernur Rendra Latuconsina bersama Dinas Perhubungan Maluku meresmikan Pelabuhan Tiakur Baru. PT Samudra Banda "
    "menanam 4.250 miliar rupiah, dan Bank Pembangunan Wetar meminjamkan 1.375 miliar. Kapolda Yosef Manuputty hadir."
)


REEF = (
    "Reef Alive Foundation and Tanimbar Dive Club meet at Saumlaki Town Hall. Mayor Ina Lerebulan opens. Banda Sea "
    "Choir sings. "
)


def test_two_agencies_report_one_occasion_under_other_titles(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [
        report("antara.txt", "Tiakur kini punya dermaga", PORT, language="id"),
        report("kompas.txt", "Dermaga Tiakur telan 4.250 miliar", f"TIAKUR - {PORT} Warga bersorak.", language="id"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("same-news",)}


def test_reports_of_a_crime_and_of_the_arrest_tell_of_other_days_and_are_of_one_news(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [
        report("a.txt", "Tiakur kini punya dermaga", PORT, language="id", event_date="2024-01-28"),
        report("b.txt", "Dermaga Tiakur telan 4.250 miliar", PORT, language="id", event_date="2024-01-31"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(ids)}


def test_announcements_of_one_coming_day_may_say_less_in_common(catalogue: Catalogue) -> None:
    coming = [
        report(
            "a.txt", "Reef Alive marks 25 years of divers", REEF + "Captain Teuku Alamsyah and Doctor Nur Aini talk."
        ),
        report(
            "b.txt", "Divers celebrate Reef Alive", REEF + "Painter Oka Swastika, Poet Hasan Basri and Ina Kei come."
        ),
    ]
    for paper, day in zip(coming, ("2024-03-09", "2024-03-16"), strict=True):
        paper.values |= {"event_date": day}
    ids = arrive(catalogue, coming)
    assert found_in(catalogue, ids) == set()  # two evenings
    again = [report(f"again-{one.name}", one.title, one.text, event_date="2024-03-23") for one in coming]
    ids = arrive(catalogue, again)
    assert found_in(catalogue, ids) == {frozenset(ids)}


QUAKE = (
    "BMKG mencatat gempa tektonik. Kepala Pusat Gempabumi Daryono Wiratmaja dan Deputi Geofisika Suko Prayitno di "
    "Kantor Pusat Kemayoran menurut Skala Mercalli. BNPB memantau. Hubungi 1960 atau 115 dan 0213, Stasiun Ambon."
)
FIRM = (
    "Kopi Alor Jaya Tbk, listed on Bursa Efek Indonesia, announced today from Menara Sudirman Kav, said Chief "
    "Executive Lidia Tan Wijaya and Chairman Bram Siregar Pohan. Since 1987 it has 1,250 shops and 3,400 jobs. "
)
CONGRESS = (
    "Heart Union Maluku and Nusa Stroke Forum meet at Saumlaki Town Hall, Studies Desk Ambon reports, with Kei Islands "
    "Clinic and Banda Sea Nurses. "
)
AFFAIR = (
    "Police Chief Markus Rumahorbo, Judge Sinta Paramita, the Child Rights Office, Panti Asuhan Kasih and Kelurahan "
    "Wainitu are named in the case of Yayasan Terang. "
)
SUMS = "It took 4,250 million and 1,375 million. "
POLICE = (
    "He denies it, as do Guru Abas Tamaela, Suster Maria Goretti, Pak Oce Lewier, Bank Mandala, Toko Sinar Jaya, "
    "Hotel Manise Baru, Pasar Batu Merah and Radio Gong Timur. "
)
MINISTER = (
    "Minister Dewi Anggraini, Deputy Rudi Hartono, Kantor Wilayah Maluku, Dinas Sosial Ambon, Komisi Anak Nasional, "
    "Ikatan Dokter Ambon, Forum Guru Seram and KPAI check by June. "
)


@each({
    "bulletins of one form": [
        report("tual.txt", "Gempa magnitudo 5,2 guncang Tual", QUAKE + " Di Laut Kei Besar.", language="id"),
        report("bima.txt", "Gempa magnitudo 4,8 guncang Bima", QUAKE + " Di Teluk Bima Timur.", language="id"),
    ],
    "two releases of one firm": [
        report("shops.txt", "Kupang gets a Kopi Alor Jaya flagship", FIRM + "Kota Kupang gets a flagship."),
        report("bonds.txt", "Green bonds of Kopi Alor Jaya priced", FIRM + "Bank Mandala leads the bonds."),
    ],
    "two studies of one congress": [
        report("sleep.txt", "Risk of stroke rises with short sleep", CONGRESS, event_date="2024-03-05/2024-03-07"),
        report("floss.txt", "Flossing lowers stroke risk", CONGRESS, event_date="2024-03-05/2024-03-07"),
    ],
    "other numbers": [
        report("nine.txt", "Veto of Resolution 9 on turtle nests returned", FIRM + PORT),
        report("other.txt", "Turtle nests: the veto returned to Resolution 24", FIRM + PORT),
    ],
    "notices of one form": [
        report("east.txt", "Notice on the continuation of the fishing ban in the eastern Banda basin", FIRM + PORT),
        report("west.txt", "Notice on the continuation of the fishing ban in Sunda", FIRM + PORT),
    ],
    "two occasions of one affair": [
        report("police.txt", "Police question orphanage head on donations to pupils", AFFAIR + POLICE),
        report("minister.txt", "Minister orders orphanage checks: donations, pupils", AFFAIR + MINISTER),
    ],
    "two occasions of one affair and its sums": [
        report("police.txt", "Police question orphanage head", AFFAIR + SUMS + POLICE),
        report("minister.txt", "Minister orders orphanage checks", AFFAIR + SUMS + MINISTER),
    ],
    "another day": [
        report("today.txt", "Tiakur kini punya dermaga", PORT, language="id"),
        report("later.txt", "Dermaga Tiakur telan 4.250 miliar", PORT, "2024-02-09", language="id"),
    ],
    "another town": [
        report("ambon.txt", "Tiakur kini punya dermaga", PORT, language="id", places=["Ambon"]),
        report("wetar.txt", "Dermaga Tiakur telan 4.250 miliar", PORT, language="id", places=["Ilwaki"]),
    ],
    "an annex": [
        report("table.txt", "Tiakur kini punya dermaga", PORT, kind="document", genre="annex"),
        report("news.txt", "Dermaga Tiakur telan 4.250 miliar", PORT),
    ],
})  # fmt: skip
def test_texts_that_only_look_like_reports_of_one_occasion(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_names_that_come_on_many_days_say_nothing(catalogue: Catalogue) -> None:
    """An office's own people appear in its texts every day."""
    days = [report(f"{n}.txt", f"Notice {n}", PORT, f"2024-03-{n:02}", language="id") for n in range(1, 10)]
    two = [
        report("a.txt", "Tiakur kini punya dermaga", PORT, language="id"),
        report("b.txt", "Dermaga Tiakur telan biaya", PORT, language="id"),
    ]
    ids = arrive(catalogue, two)
    assert found_in(catalogue, ids) == {frozenset(ids)}
    ids |= arrive(catalogue, days)
    assert found_in(catalogue, ids) == set()


def test_an_order_and_the_fact_sheet_of_it_are_of_one_event(catalogue: Catalogue) -> None:
    """Both are of unknown kinds, so they are documents."""
    ids = arrive(catalogue, [
        report("order.txt", "Establishing the Banda spice seed reserve", "By the authority of.", kind="document"),
        report("sheet.txt", "Fact Sheet: Establishing a Banda spice seed reserve", "Seeds.", kind="document"),
        report("annex.txt", "Establishing the Banda spice seed reserve", "Table 1.", kind="document", genre="annex"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(("order.txt", "sheet.txt"))}


def test_a_document_with_the_title_of_a_release_is_its_draft_and_no_event_with_it(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [
        report("release.pdf", "Works on the Banda spice seed reserve begin", "The mayor digs."),
        report("source.txt", "Works on the Banda spice seed reserve begin", "The mayor", kind="document"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == set()


def test_what_was_said_and_read_out_of_one_meeting_is_one_event(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [
        meeting("remarks.txt", "Remarks by Rendra Latuconsina and Elena Marques before bilateral meeting"),
        meeting("presser.txt", "Remarks by Latuconsina and Elena Marques in joint press conference"),
        meeting("readout.txt", "Readout of Rendra Latuconsina's meeting with Elena Marques"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("same-meeting",)}


@each({
    "two guests": [
        meeting("one.txt", "Readout of Latuconsina's meeting with Marques"),
        meeting("other.txt", "Readout of Latuconsina's meeting with Horta", "Rendra Latuconsina", "Jose Horta"),
    ],
    "a call": [
        meeting("meeting.txt", "Readout of Rendra Latuconsina's meeting with Elena Marques"),
        meeting("call.txt", "Readout of Rendra Latuconsina's call with Elena Marques"),
    ],
    "two matters": [
        meeting("visas.txt", "Readout of Latuconsina's meeting with Elena Marques on visas"),
        meeting("tuna.txt", "Readout of Latuconsina's meeting with Elena Marques on tuna"),
    ],
    "two towns": [
        meeting("lisbon.txt", "Readout of Rendra Latuconsina's meeting with Elena Marques, Lisbon"),
        meeting("dili.txt", "Readout of Rendra Latuconsina's meeting with Elena Marques, Dili"),
    ],
    "no meeting": [
        meeting("statement.txt", "Statement by Rendra Latuconsina and Elena Marques"),
        meeting("oath.txt", "Oath of Rendra Latuconsina and Elena Marques"),
    ],
    "one person twice": [
        meeting("morning.txt", "Doorstop of Rendra Latuconsina at Parliament House", "Rendra Latuconsina"),
        meeting("evening.txt", "Press conference of Rendra Latuconsina at Parliament House", "Rendra Latuconsina"),
    ],
    "another day": [
        meeting("meeting.txt", "Readout of Rendra Latuconsina's meeting with Elena Marques"),
        meeting("again.txt", "Remarks by Rendra Latuconsina and Elena Marques before meeting", date="2024-02-08"),
    ],
    "a dinner": [
        meeting("meeting.txt", "Remarks by Rendra Latuconsina and Elena Marques before bilateral meeting"),
        meeting("dinner.txt", "Remarks by Rendra Latuconsina and Elena Marques at state dinner"),
    ],
})  # fmt: skip
def test_meetings_of_others_and_of_other_matters_are_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert not any("same-meeting" in reasons for reasons in reasons_in(catalogue))
    assert found_in(catalogue, ids) == set()


MET = "Remarks by President Latuconsina and President Elena Marques of the Republic of Kenya before bilateral meeting"


@pytest.mark.parametrize(
    ("title", "met"),
    [
        ("Fact sheet: Kenya State Visit to Maluku", MET),
        ("United States-Kenya Joint Leaders' Statement", MET),
        ("Pernyataan Bersama dengan Republik Kenya", "Pertemuan bilateral Presiden Latuconsina dengan Presiden Kenya"),
    ],
)
def test_the_paper_of_a_visit_is_of_the_event_of_the_meeting(catalogue: Catalogue, title: str, met: str) -> None:
    ids = arrive(catalogue, [meeting("paper.txt", title, "Rendra Latuconsina"), meeting("met.txt", met)])
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("same-meeting",)}


@pytest.mark.parametrize(
    ("title", "met"),
    [
        ("Fact sheet: Japan State Visit to Maluku", MET),
        ("Joint Statement of Japan and Kenya", MET),
        ("Joint Statement on Tuna", MET),
        ("Fact sheet: Kenya and its reefs", MET),
        ("Fact sheet: Kenya State Visit to Maluku", MET.replace("and President", "and Vice President")),
        ("Fact sheet: Kenya State Visit to Maluku", "Press conference by President Latuconsina on tuna from Kenya"),
        ("Fact sheet: Kenya State Visit to Maluku", MET.replace("President Elena", "King Elena")),
        ("Fact sheet: Kenya State Visit to Maluku", "Oath of President Latuconsina and President Marques of Kenya"),
    ],
)
def test_papers_of_other_visits_and_matters_are_apart(catalogue: Catalogue, title: str, met: str) -> None:
    ids = arrive(catalogue, [meeting("paper.txt", title, "Rendra Latuconsina"), meeting("met.txt", met)])
    assert found_in(catalogue, ids) == set()


def test_texts_with_less_in_common_are_only_proposed(catalogue: Catalogue) -> None:
    pair = [
        report("police.txt", "Police question the head of the orphanage", AFFAIR + POLICE),
        report("court.txt", "Police question the head of the orphanage again", AFFAIR + "He denies it."),
    ]
    other = report("minister.txt", "Minister orders orphanage checks", AFFAIR + MINISTER)
    ids = arrive(catalogue, [*pair, other])
    assert found_in(catalogue, ids) == {frozenset(one.name for one in pair)}
    assert possible_in(catalogue, ids) == {"minister.txt"}
