"""authorities.toml: cards that unify spelling variants of an agency, what is refused, and the update of the index."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.authority.authorities import AGENCY, FILE, Authorities, Term, key, load, load_shipped_cards, parse_cards
from archive.catalogue import Access, NamedFile, NewAsset
from archive.errors import ConfigError
from archive.record import Description, Kind, Mention, Outcome, Status
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_daemon, index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import AUTHORITIES_TEXT, Archive
from tests.support.index_damage import index_folder


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("VNA", "VNA"),
        ("TTXVN", "VNA"),
        ("thong tan xa viet nam", "VNA"),
        ("Thông  tấn xã Việt Nam.", "VNA"),
        ("ANTARA FOTO", "Antara"),
        ("Antarafoto", "Antara"),
        ("agence france presse", "AFP"),
        ("BPMI Setpres", "Biro Pers Sekretariat Presiden"),
        ("Antara Ann Lee", None),
        ("", None),
    ],
)
def test_shipped_cards_know_an_agency_in_every_dress(written: str, name: str | None) -> None:
    assert Authorities((), load_shipped_cards()).agency(written) == name


def test_no_two_shipped_cards_share_a_way_of_writing() -> None:
    """`read` refuses shared variants; and every card has a unique name."""
    assert len({key(card.name) for card in load_shipped_cards()}) == len(load_shipped_cards()) > 140
    assert {card.kind for card in load_shipped_cards()} == {AGENCY}


def test_cards_of_all_kinds_are_read_with_their_forms() -> None:
    text = """
[[card]]
kind = "person"
name = "Lương Cường"
forms = { id = ["Luong Cuong"], en = ["Luong Cuong"] }
titles = ["Presiden", "Chủ tịch nước"]
[[card]]
kind = "agency"
name = "Kabar"
forms = ["Kabar Foto"]
"""
    person, agency = parse_cards(text, FILE)
    assert (person.kind, person.names, person.titles) == (
        "person",
        ("Lương Cường", "Luong Cuong"),
        ("Presiden", "Chủ tịch nước"),
    )
    assert (agency.line, agency.forms) == (7, {"": ("Kabar Foto",)})


def test_an_own_card_wins_over_a_shipped_one_and_takes_its_forms_along() -> None:
    own = parse_cards('[[card]]\nkind = "agency"\nname = "LKBN Antara"\nforms = ["KBA"]', FILE)
    cards = Authorities(own, load_shipped_cards())
    assert {cards.agency(words) for words in ("Antara", "ANTARA FOTO", "lkbn antara", "KBA")} == {"LKBN Antara"}
    assert "KBA" in cards.forms("LKBN Antara")
    assert "ANTARA FOTO".casefold() in map(str.casefold, cards.forms("LKBN Antara"))


def test_an_own_card_may_take_one_form_away() -> None:
    cards = Authorities(
        parse_cards('[[card]]\nkind = "agency"\nname = "Merdeka Studio"\nforms = ["Merdeka"]', FILE),
        load_shipped_cards(),
    )
    assert (cards.agency("merdeka"), cards.agency("merdeka.com")) == ("Merdeka Studio", "Merdeka.com")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind = ", r"line 1.*Correct that line"),
        ('[[card]]\nkind = "agency"', r"line 1: the card needs a name"),
        ('\n\n[[card]]\nname = "A"', r"line 3: write what the card is.*agency, person"),
        ('[[card]]\nkind = "firm"\nname = "A"', r"line 1: write what the card is"),
        ('[[card]]\nkind = "agency"\nname = "A"\nform = ["b"]', r"line 1: .*'form'; did you mean forms\?"),
        ('[[card]]\nkind = "agency"\nname = "A"\nforms = "b"', r"line 1: forms must be a list of texts"),
        (
            '[[card]]\nkind = "agency"\nname = "A"\n[[card]]\nkind = "agency"\nname = "a."',
            r"line 4: 'a\.' is on the card",
        ),
        ('[card]\nkind = "agency"\nname = "A"', r"begin each card with a line \[\[card\]\]"),
        ("[[cards]]", r"'cards' means nothing here"),
        ('[[card]]\nkind = "person"\nname = "A"\nterms = [{ holder = "B", from = 2020 }]', r"line 1: only an office"),
        ('[[card]]\nkind = "office"\nname = "A"\nterms = [{ holder = "B" }]', r"line 1: write each of the terms as"),
        (
            '[[card]]\nkind = "office"\nname = "A"\nterms = [{ holder = "B", from = "May" }]',
            r"line 1: from is not a day",
        ),
        (
            '[[card]]\nkind = "office"\nname = "A"\nterms = [{ holder = "B", from = 2020, to = 2019 }]',
            r"line 1: the term of B ends before it begins",
        ),
        ('[[card]]\nkind = "office"\nname = "A"\nchecked = true', r"line 1: checked is not a day"),
        ('[[card]]\nkind = "place"\nname = "A"\nremove = "yes"', r"line 1: remove is true or false"),
        ('[[card]]\nkind = "place"\nname = "A"\ncommon = "A"', r"line 1: common must be a list of texts"),
        ('[[card]]\nkind = "place"\nname = "A"\nshorts = ["B"]', r"line 1: .*'shorts'; did you mean short\?"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line_and_a_cure(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_cards(text, FILE)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2004-10-20", (20041020, 20041020)),
        ('"2004-10-20"', (20041020, 20041020)),
        ('"2004-02"', (20040201, 20040229)),
        ('"2004"', (20040101, 20041231)),
        ("2004", (20040101, 20041231)),
    ],
)
def test_days_of_a_term_may_be_years_and_months(written: str, days: tuple[int, int]) -> None:
    text = f'[[card]]\nkind = "office"\nname = "A"\nterms = [{{ holder = "B", from = {written}, to = {written} }}]'
    (card,) = parse_cards(text, FILE)
    assert [(term.first, term.last) for term in card.terms] == [days]


def test_all_names_of_a_card_may_be_common() -> None:
    (card,) = parse_cards('[[card]]\nkind = "body"\nname = "Kabar"\nforms = ["Kabar Foto"]\ncommon = true', FILE)
    assert card.common == ("Kabar", "Kabar Foto")


def test_a_shipped_agency_can_be_taken_away() -> None:
    own = parse_cards('[[card]]\nkind = "agency"\nname = "Antara"\nremove = true', FILE)
    assert Authorities(own, load_shipped_cards()).agency("ANTARA FOTO") is None
    assert Authorities(own, load_shipped_cards()).agency("TTXVN") == "VNA"


def test_the_file_of_a_new_archive_is_good_also_with_its_marks_removed(tmp_path: Path) -> None:
    assert parse_cards(AUTHORITIES_TEXT, FILE) == []
    lines = AUTHORITIES_TEXT[AUTHORITIES_TEXT.index("# [[card]]") :].splitlines()
    agency, place, person, office, concept = parse_cards(
        "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines), FILE
    )
    assert (agency.name, place.name) == ("Antara", "Jakarta")
    assert (person.short, person.common, person.not_in) == (("Pak Wayan",), ("Sudarta",), ("Wayan Sudarta Putra",))
    assert (office.terms, office.checked) == ((Term("Wayan Sudarta", 20180920, 20230920),), 20251031)
    assert concept.remove
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + AUTHORITIES_TEXT.replace("\n", "\r\n").encode())
    assert load(tmp_path).digest == Authorities((), load_shipped_cards()).digest


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="Save it as UTF-8"):
        load(tmp_path)


def add_photo(archive: Archive, credit: str) -> str:
    """Add a photo with that credit, as ingest writes it."""
    description = Description("image/jpeg", "test", 1)
    description.offer("kind", Kind.PHOTO.value, "rule:test")
    description.offer("title", "Dermaga", "test")
    description.offer("credit", credit, "xmp:photoshop:Credit")
    digest = f"{abs(hash(credit)):064x}"[-64:]
    with archive.catalogue.write() as w:
        accession = w.open_accession({}, Status.RELEASED)
        root = w.root("/disk")
        record = w.add_record(description, NewAsset(digest, 10, "image/jpeg"), Access())
        w.put_name(NamedFile(root, f"{digest}.jpg", "", digest, record, Outcome.ADDED, 10, 1, 1), accession)
        w.close_accession(accession)
    return record


def credits_counted(archive: Archive) -> dict[str, int]:
    with closing(Searcher(archive)) as searcher:
        found = searcher.search(SearchRequest(facets=("credit", "flag")), PUBLIC)
    return {value.value: value.count for name in ("credit", "flag") for value in found.facets[name]}


def asked(archive: Archive, query: str, names: bool = True) -> int:
    with closing(Searcher(archive)) as searcher:
        return searcher.search(SearchRequest(query, names=names), PUBLIC).total


def test_one_agency_written_four_ways_is_one_value_and_is_found_by_each_of_its_names(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        for credit in ("Foto: VNA", "Ảnh: Lê Minh/TTXVN", "Thông tấn xã Việt Nam", "VIETNAM NEWS AGENCY", "Istimewa"):
            add_photo(archive, credit)
        index_sync.update(archive)
        assert credits_counted(archive) == {"VNA": 4, "owner-unknown": 1}
        for query in ("credit:vna", "credit:TTXVN", 'kredit:"thông tấn xã"', "credit:(vietnam agency)"):
            assert asked(archive, query) == 4, query
        assert asked(archive, 'credit:"lê minh"') == 1
        assert asked(archive, "flag:istimewa") == asked(archive, "flag:owner-unknown") == 1
        assert asked(archive, "TTXVN", names=False) == 1  # a name that is not printed there is only found as a credit
        assert asked(archive, "TTXVN") == 3  # the organisation's name card adds records with its full names


def test_the_index_follows_when_cards_change_and_answers_meanwhile(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        add_photo(archive, "Kabar/Ann Lee")
        index_sync.update(archive)
        folder = index_folder(archive)
        (archive.folder / FILE).write_text('[[card]]\nkind = "agency"\nname = "Kabar Laut"\nforms = ["Kabar"]')
        told = index_sync.status(archive)
        assert (told["state"], told["authorities"]) == ("behind", "changed")
        assert credits_counted(archive) == {"Kabar": 1}
        said: list[str] = []
        index_sync.update(archive, say=said.append)
        index_sync.update(archive, say=said.append)
        assert said == ["The name cards have changed; the index is made anew, and the one there is answers meanwhile."]
        assert index_folder(archive) != folder
        assert credits_counted(archive) == {"Kabar Laut": 1}
        assert index_sync.status(archive)["state"] == "current"


def test_a_remark_in_the_file_makes_no_work(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        index_sync.update(archive)
        folder = index_folder(archive)
        (archive.folder / FILE).write_text("# nothing\n")
        index_sync.update(archive)
        assert index_folder(archive) == folder


def test_the_indexer_of_a_server_takes_changed_cards_up(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        add_photo(archive, "Kabar/Ann Lee")
        turns: list[int] = []

        def stopped(_: float) -> bool:
            turns.append(len(turns))
            if len(turns) == 2:
                (archive.folder / FILE).write_text('[[card]]\nkind = "agency"\nname = "Kabar Laut"\nforms = ["Kabar"]')
            return len(turns) > 2

        index_daemon.watch(archive, stopped)
        assert credits_counted(archive) == {"Kabar Laut": 1}


def test_a_half_written_file_leaves_the_cards_as_they_were(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Archive.create(tmp_path / "a") as archive:
        before = archive.authorities().digest
        (archive.folder / FILE).write_text("[[card]]\nkind =")
        with caplog.at_level(logging.WARNING):
            assert archive.authorities().digest == archive.authorities().digest == before
        assert [record.message.count("line 2") for record in caplog.records] == [1]
        with pytest.raises(ConfigError, match="line 2"):
            Archive.open(archive.folder)


def test_credits_in_a_held_article_are_in_no_public_facet(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a") as archive:
        add_photo(archive, "Ann Lee")
        words = Mention(f"{abs(hash('Ann Lee')):064x}"[-64:] + ".jpg", caption="Dermaga", credit="Foto: Antara")
        description = Description("text/plain", "test", 1, text="Kabar.", mentions=[words])
        description.offer("kind", Kind.ARTICLE.value, "rule:test")
        with archive.catalogue.write() as w:
            accession = w.open_accession({}, Status.RELEASED)
            root = w.root("/disk")
            article = w.add_record(description, NewAsset("e" * 64, 10, "text/plain"), Access(Status.HELD))
            w.put_name(NamedFile(root, "k.txt", "", "e" * 64, article, Outcome.ADDED, 10, 1, 1), accession)
            w.close_accession(accession)
        index_sync.update(archive)
        assert credits_counted(archive) == {"Ann Lee": 1}
        with archive.catalogue.write() as w:
            w.set_status(article, Access(Status.RELEASED))
        index_sync.update(archive)
        assert credits_counted(archive) == {"Antara": 1}
