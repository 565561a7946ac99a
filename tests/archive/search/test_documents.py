"""The document of a record: how each value is searched, its facets, and only what its viewer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive.authority.authorities import Authorities, load_shipped_cards
from archive.record import Candidate, Kind, Link, Mention, Record
from archive.search.engines.engine import FACETS, Document
from archive.search.index.documents import document, form_of, text_values
from tests.archive.authority.test_credits import photo
from tests.support.web_fakes import record as text_record

CARDS = Authorities((), load_shipped_cards())


def made(record: Record, text: str = "") -> Document:
    return document(record, text, (), CARDS, "2025-01-01T00:00:00Z")


def terms(document: Document, field: str) -> set[str]:
    return {term for term, _ in document.terms.get(field, ())}


def facets(document: Document) -> Mapping[str, object]:
    return {name: document.facets[name] for name in ("credit", "flag", "person") if name in document.facets}


def test_credits_of_a_photo_and_of_its_articles_are_facets_under_one_name() -> None:
    record = photo((("a", None, "Ảnh: Lê Minh/TTXVN"), ("b", None, "Foto: VNA (Dok.)")), credit="AFP via Getty Images")
    assert facets(made(record)) == {"credit": ["AFP", "Getty Images", "VNA"], "flag": ["file-photo"]}


def test_words_that_are_no_name_are_flags_and_never_values() -> None:
    words = ("Istimewa", "Foto: Ist.", "Ảnh tư liệu", "Ảnh minh họa", "Ảnh: Nhân vật cung cấp", "Handout", "Dok.")
    record = photo(tuple((f"r{n}", None, credit) for n, credit in enumerate(words)))
    assert facets(made(record)) == {"flag": ["file-photo", "illustration", "owner-unknown", "supplied"]}


def test_a_photographer_is_the_value_where_no_agency_is() -> None:
    assert facets(made(photo(creator=["JANE DOE"]))) == {"credit": ["Jane Doe"]}


def test_the_credit_field_holds_all_names_of_an_agency_and_the_photographer_and_the_words_do_not() -> None:
    found = made(photo((("a", None, "Ảnh: Lê Minh/TTXVN"),)))
    assert {"vna", "ttxvn", "vietnam", "agency", "le", "minh"} <= terms(found, "credit_text")
    assert "agency" not in terms(found, "names_text")


def test_people_in_captions_are_shown_and_persons_of_a_photo() -> None:
    record = photo((("a", "Menlu Sugiono (kanan) di Hanoi.", None),), persons=["Retno Marsudi"])
    found = made(record)
    assert terms(found, "shown_text") == {"sugiono", "retno", "marsudi"}
    assert facets(found)["person"] == ["Retno Marsudi", "Sugiono"]


def test_people_in_captions_of_an_article_are_its_persons_and_not_shown() -> None:
    link = Link(Mention("a.jpg", "Menlu Sugiono (kanan)."), "p")
    article = replace(photo(persons=["Prabowo Subianto"]), kind=Kind.ARTICLE, photos=(link,))
    found = made(article)
    assert facets(found)["person"] == ["Prabowo Subianto", "Sugiono"]
    assert "shown_text" not in found.terms


def test_a_speaker_is_a_person_without_office() -> None:
    record = replace(photo(speaker="Presiden Prabowo Subianto"), kind=Kind.SPEECH)
    assert facets(made(record)) == {"person": ["Prabowo Subianto"]}


def test_a_name_printed_in_capitals_is_the_same_person() -> None:
    record = replace(photo(speaker="NGUYỄN VĂN AN", persons=["Nguyễn Văn An"]), kind=Kind.SPEECH)
    assert facets(made(record)) == {"person": ["Nguyễn Văn An"]}
    assert facets(made(photo(persons=["ANN LEE"], caption="Ann Lee (left) on deck."))) == {"person": ["Ann Lee"]}


def test_an_article_has_no_credit_of_its_byline() -> None:
    assert facets(made(replace(photo(creator=["Ann Lee"], source="Antara"), kind=Kind.ARTICLE))) == {}


def test_every_facet_has_its_column() -> None:
    assert set(made(photo(credit="Dok. VNA", persons=["Ann Lee"], city="Hanoi")).facets) <= set(FACETS)


def test_values_for_passages_are_printed_words_only() -> None:
    values = [*text_values(photo((("a", "Menlu Sugiono (kanan).", "Foto: VNA"),)), "", ())]
    assert {value.text for value in values if value.field == "credit"} == {"Foto: VNA"}
    assert "Thông tấn xã Việt Nam" not in {value.text for value in values}
    assert {value.text for value in values if value.field == "shown"} == {"Sugiono"}


def test_photographers_and_every_name_of_the_agency_are_found_as_credit() -> None:
    found = made(photo(creator=["Muchlis Jr"], credit="BPMI Setpres"))
    assert {"muchlis", "jr"} <= terms(found, "credit_text")
    link = Link(Mention("a.jpg", None, "Ảnh: Lê Minh/TTXVN"), "p")
    text = replace(photo(), kind=Kind.DOCUMENT, photos=(link,))
    assert {"ttxvn", "vna", "vietnam", "news", "le", "minh"} <= terms(made(text), "credit_text")


def test_a_flag_of_a_credit_that_lost_is_no_facet() -> None:
    offers = [Candidate("sidecar:photoshop:Credit", "Antara"), Candidate("iim:2:110", "Dok. Kemhan")]
    record = replace(photo(credit="Antara"), origins={"credit": offers})
    assert "flag" not in made(record).facets


def test_a_month_is_a_facet_only_where_the_date_tells_it() -> None:
    def periods(**values: object) -> tuple[object, object]:
        found = made(replace(photo(**values), kind=Kind.ARTICLE)).facets
        return found.get("year"), found.get("month")

    assert periods(date="2025-10-25", date_precision="day") == (["2025"], ["2025-10"])
    assert periods(date="2025-10", date_precision="month") == (["2025"], ["2025-10"])
    assert periods(date="2025", date_precision="year") == (["2025"], None)
    assert periods(date="2025-01-01", date_precision="year") == (["2025"], None)
    assert periods(date="2024-12-30/2025-01-02", date_precision="range") == (["2024", "2025"], ["2024-12", "2025-01"])
    assert periods(date="1900-01-01/9999-12-31", date_precision="range")[0] == [str(year) for year in range(1900, 1911)]
    assert periods() == (None, None)
    for wrong in ("soon", "2025-10-25/soon", "2025-10-25T10:00", "20251025"):
        periods(date=wrong)


def test_a_day_is_a_facet_only_where_the_date_tells_it() -> None:
    def told(**values: object) -> object:
        return made(replace(photo(**values), kind=Kind.ARTICLE)).facets.get("day")

    assert told(date="2025-10-25", date_precision="day") == ["2025-10-25"]
    assert told(date="2024-12-31/2025-01-02", date_precision="range") == ["2024-12-31", "2025-01-01", "2025-01-02"]
    for wider in ("2025-10", "2025", "2025-01-01/2025-03-31", "2025-02-30", "2025-10-25/2025-10-24", "2025-10/2025-11"):
        assert told(date=wider) is None, wider


def test_it_is_told_what_a_date_is_the_date_of() -> None:
    article = replace(photo(event_date="2025-10-25", event_date_precision="day"), kind=Kind.ARTICLE)
    assert made(article).facets["dated"] == ["event"]
    assert made(photo(created="2025-10-25T09:00:00")).facets["dated"] == ["created"]
    assert "dated" not in made(photo()).facets


def test_a_photo_has_the_month_it_was_made_in() -> None:
    assert made(photo(created="2025-10-25T09:00:00")).facets["month"] == ["2025-10"]
    assert "month" not in made(photo(created="2025-01-01", created_precision="year")).facets


def test_who_speaks_in_turn_is_found_as_a_speaker() -> None:
    turns = [{"speaker": "RETNO MARSUDI", "start": 3, "end": 9}, {"speaker": "Q", "start": 12, "end": 15}]
    values = text_values(replace(photo(turns=turns), kind=Kind.DOCUMENT), "", ())
    assert [value.text for value in values if value.field == "speaker"] == ["RETNO MARSUDI"]


def test_the_form_of_a_record_is_the_same_in_every_version_of_the_program() -> None:
    """A different form would show the public changes in unchanged records."""
    embargo = {"until": None, "enforced": False, "words": "EMBARGO", "origin": ""}
    link = Link(Mention("a.jpg", "Menlu Sugiono.", embargo={"until": None, "words": "EMBARGO"}), "p", n=0)
    values = {"title": "Kunjungan", "embargo": embargo, "turns": [{"speaker": "", "text": "Selamat."}], "pages": 0}
    told = text_record("r", Kind.ARTICLE, "rilis.txt", values, photos=(link,), hold_reason="EMBARGO")
    assert form_of(told, "Menlu tiba.", ["Jakarta"], {"version": "q"}) == "d1127bf6cf175f0b"


def test_photographers_speakers_and_events_are_facets_of_their_own() -> None:
    printed = made(photo((("a", None, "Ảnh: Lê Minh/TTXVN"),), creator=["JANE DOE"], event="Opening of the bridge"))
    assert printed.facets["photographer"] == ["Jane Doe", "Lê Minh"]
    assert printed.facets["event"] == ["Opening of the bridge"]
    turns = [{"speaker": "Q", "offset": 0}, {"speaker": "Minister Retno Marsudi", "offset": 9}]
    heard = made(text_record("s1", Kind.SPEECH, "s1.txt", {"speaker": "President Joko Widodo", "turns": turns}))
    assert heard.facets["speaker"] == ["Joko Widodo", "Retno Marsudi"]
