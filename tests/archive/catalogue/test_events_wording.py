"""Texts of one day written from the same release: they share wording, names and a topic. And texts that share wording
but belong to two occasions."""

from __future__ import annotations

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Catalogue
from tests.archive.catalogue.event_papers import Paper, arrive, each, found_in, possible_in, reasons_in, report

NURSERY = (
    "Tanimbar Reef Society and the Maluku Fisheries Office planted the first corals of a nursery off Saumlaki on "
    "Tuesday. Mayor Ina Lerebulan and Captain Teuku Alamsyah lowered frames of young staghorn onto the sand at six "
    "metres. The frames will be lifted after two rainy seasons, and their corals moved to reefs that the storm of "
    "last year broke. "
)
DIVERS = (
    "Divers of Banda Sea Club, who had practised for a month in a harbour basin, tied four hundred fragments by hand "
    "while children watched them on a screen at the pier. "
)
FEAST = "A brass band played before the boats went out, and fishermen brought rice for everybody who had come. "
CRITICS = "Not all are convinced: some fishermen fear that the nursery will close the best ground for octopus. "


def nursery(name: str, title: str, text: str, date: str = "2024-02-06", **values: object) -> Paper:
    return report(name, title, text, date, "article", **values)


def test_newspapers_that_rewrite_one_release_are_of_one_event(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, [
        nursery("herald.txt", "Corals move house off Saumlaki", NURSERY + DIVERS + FEAST),
        nursery("post.txt", "Four hundred fragments for a nursery of corals", CRITICS + NURSERY + DIVERS),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("same-wording",)}


def test_one_text_in_two_versions_is_of_one_event(catalogue: Catalogue) -> None:
    speech = CRITICS + FEAST + DIVERS + CRITICS.upper()
    ids = arrive(catalogue, [
        report("short.txt", "Octopus and corals", speech, kind="speech"),
        report("long.txt", "Octopus and corals: address to the fishermen's supper", speech + "Eat!", kind="speech"),
    ])  # fmt: skip
    assert found_in(catalogue, ids) == {frozenset(ids)}


@pytest.mark.parametrize("seed", range(3))
def test_it_does_not_depend_on_the_order_of_arrival(catalogue: Catalogue, seed: int) -> None:
    papers = [
        nursery("herald.txt", "Corals move house off Saumlaki", NURSERY + DIVERS + FEAST),
        nursery("post.txt", "Four hundred fragments for a nursery of corals", CRITICS + NURSERY + DIVERS),
        nursery("feast.txt", "Fishermen bring rice for corals", FEAST + CRITICS + "Nobody went home hungry."),
    ]
    ids = arrive(catalogue, papers[seed:] + papers[:seed], batch=1)
    assert found_in(catalogue, ids) == {frozenset(("herald.txt", "post.txt"))}


GALE = (
    "A gale tore the roof off the fish market of Saumlaki before dawn, and eleven stalls fell into the harbour. Nobody "
    "was hurt, for the traders had been told to stay at home. Captain Teuku Alamsyah said his divers would look for "
    "the scales and boxes when the water was calm. The market is to open again on Friday under a sail. "
)
RETOLD = (
    "Before dawn a gale tore off the roof of the old fish market, so that eleven stalls now lie in the harbour. The "
    "traders had been told to stay away, and nobody was hurt in Saumlaki. His divers would look for boxes and scales "
    "once the water was calm again, Captain Teuku Alamsyah said. Under a sail, the market is to open on Friday. "
)


def gales(title: str, date: str = "2024-02-06", kind: str = "article") -> list[Paper]:
    first = report("gale.txt", "Gale takes the roof of Saumlaki fish market", GALE, "2024-02-06", kind)
    return [first, report("retold.txt", title, RETOLD, date, kind)]


def test_reports_that_tell_one_thing_in_nearly_the_same_words_are_of_one_event(catalogue: Catalogue) -> None:
    ids = arrive(catalogue, gales("Market without a roof after the gale"))
    assert found_in(catalogue, ids) == {frozenset(ids)}
    assert reasons_in(catalogue) == {("same-wording",)}


@each({
    "the next day": gales("Market without a roof after the gale", "2024-02-07"),
    "another subject": gales("Octopus season begins"),
    "releases, of which one may answer the other": gales("Market without a roof after the gale", kind="press-release"),
})  # fmt: skip
def test_reports_of_other_days_or_subjects_and_releases_are_apart(catalogue: Catalogue, papers: list[Paper]) -> None:
    assert found_in(catalogue, arrive(catalogue, papers)) == set()


CLOSING = (
    "Minister Dewi Anggraini thanked Governor Rendra Latuconsina, the Maluku Health Office and the Ambon City Council "
    "for their help. Since she took office the ministry has opened ninety buildings in the islands, and another forty "
    "are to follow before the year ends, most of them in places that only a boat can reach. "
)
MARKET = (
    "Stalls of fish and of spices fill the new hall behind the old harbour, where traders had sold in the mud for "
    "thirty years. Drains run under its floor, and a clock was given by Pasar Mardika Cooperative. "
)
WARD = (
    "Forty beds stand ready for children in a wing that looks over the bay, with rooms in which mothers can sleep. "
    "Doctor Nur Aini will lead it, and Rumah Sakit Haulussy sends nurses. "
)
FIRM = (
    "About Kopi Alor Jaya Tbk: founded in Kalabahi by Bram Siregar Pohan, the roaster buys from nine thousand farmers "
    "on Alor and Flores, runs twelve hundred shops, and is listed on Bursa Efek Indonesia. Its foundation, Yayasan "
    "Kopi Kita, builds schools. Words about the future in this text are no promise, and may turn out to be wrong. "
)
ORPHANAGE = (
    "The orphanage of Yayasan Terang took donations for pupils whom nobody has met. Police Chief Markus Rumahorbo and "
    "Judge Sinta Paramita read a list of two hundred names, and neighbours in Kelurahan Wainitu knew eleven of them. "
)
QUESTIONED = (
    "Its head was questioned for nine hours on Friday, says Inspector Guru Tamaela. He left by the back door with his "
    "lawyer Oce Lewier, and Bank Mandala has closed his accounts while Radio Gong Timur waited in the yard. "
)
ORDERED = (
    "Minister Dewi Anggraini has ordered that every home in the province be visited before June. Deputy Rudi Hartono "
    "leads the visits with Dinas Sosial Ambon, Komisi Anak Nasional and Ikatan Dokter Ambon, which send twenty people. "
)
# Invented news in Hindi: a script without capitals, so names are not recognised.
ATTENDED = (
    "इस बैठक में मंत्री महोदय के साथ सचिव और विभाग के सभी वरिष्ठ अधिकारी उपस्थित थे और उन्होंने आने वाले वर्ष के काम पर "
    "विस्तार से चर्चा की। बैठक के अंत में यह तय हुआ कि हर तीसरे महीने काम की समीक्षा होगी और जो अधिकारी समय पर काम पूरा "
    "नहीं करेंगे उनसे लिखित उत्तर माँगा जाएगा। इसके बाद सभी को चाय दी गई और मंत्री महोदय ने पत्रकारों के प्रश्नों के उत्तर दिए। "
)


@each({
    "two buildings that one minister opens on one day": [
        report("market.txt", "Minister opens building for traders", MARKET + CLOSING),
        report("ward.txt", "Minister opens building for children", WARD + CLOSING),
    ],
    "a follow-up of the next day": [
        nursery("today.txt", "Corals move house off Saumlaki", NURSERY + DIVERS + FEAST),
        nursery("after.txt", "Storm spares nursery of corals", NURSERY + DIVERS + CRITICS, "2024-02-07"),
    ],
    "an anniversary": [
        nursery("first.txt", "Corals move house off Saumlaki", NURSERY + DIVERS),
        nursery("year.txt", "A year of corals off Saumlaki", NURSERY + DIVERS, "2025-02-06"),
    ],
    "two releases of one firm that end alike": [
        report("shops.txt", "Roaster opens kiosks in stations", "Commuters drink first. " + MARKET + FIRM),
        report("bonds.txt", "Roaster sells bonds in stations", "Lenders came early. " + WARD + FIRM),
    ],
    "two occasions of one affair": [
        report("police.txt", "Head of orphanage questioned over donations", ORPHANAGE + QUESTIONED),
        report("minister.txt", "Orphanage donations: every home to be visited", ORPHANAGE + ORDERED),
    ],
    "two notices of one form": [
        report("east.txt", "Notice on the closure of the eastern octopus ground", NURSERY + DIVERS),
        report("west.txt", "Notice on the closure of the western octopus ground", NURSERY + DIVERS),
    ],
    "another town": [
        report("ambon.txt", "Nursery of corals", NURSERY + DIVERS, places=["Ambon"]),
        report("dobo.txt", "Corals in a nursery", NURSERY + DIVERS, places=["Dobo"]),
    ],
    "two meetings of one form in a script without capitals": [
        report("one.txt", "शिक्षा विभाग की बजट बैठक", ATTENDED + "शिक्षकों की भर्ती पहला विषय था।", language="hi"),
        report("other.txt", "कृषि विभाग की बजट बैठक", ATTENDED + "खाद का मूल्य पहला विषय था।", language="hi"),
    ],
    "a survey of the week": [
        nursery("story.txt", "Corals move house off Saumlaki", NURSERY + DIVERS),
        nursery("week.txt", "Corals and more: the week in brief", ORPHANAGE + QUESTIONED + WARD + MARKET + NURSERY),
    ],
    "two occasions with one band": [
        nursery("planted.txt", "Corals planted off Saumlaki", FEAST + DIVERS + NURSERY),
        nursery("supper.txt", "Supper after corals", CRITICS + QUESTIONED + "The nursery is new. " + FEAST),
    ],
})  # fmt: skip
def test_texts_that_share_wording_and_are_of_two_occasions(catalogue: Catalogue, papers: list[Paper]) -> None:
    ids = arrive(catalogue, papers)
    assert found_in(catalogue, ids) == set()


def test_a_text_that_shares_its_background_alone_is_possible(catalogue: Catalogue) -> None:
    pair = [
        report("police.txt", "Head of orphanage questioned over donations", ORPHANAGE + QUESTIONED),
        report("radio.txt", "Orphanage: head questioned for nine hours", ORPHANAGE + QUESTIONED + "He denies it."),
    ]
    other = report("minister.txt", "Every orphanage to be visited after donations", ORPHANAGE + ORDERED)
    ids = arrive(catalogue, [*pair, other])
    assert found_in(catalogue, ids) == {frozenset(one.name for one in pair)}
    assert possible_in(catalogue, ids) == {"minister.txt"}
    key = next(iter(catalogue.press_event_keys(ARCHIVIST)))
    event = catalogue.press_event(key, ARCHIVIST)
    assert event
    assert "same-wording" in next(one.reasons for one in event.possible)
