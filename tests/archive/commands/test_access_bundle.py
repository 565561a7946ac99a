"""Records that belong to a release are released with it in one change; those held for another reason stay held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from lxml import html

from archive.access import ARCHIVIST
from archive.catalogue import Access, NamedFile, NewAsset
from archive.edits.bundles import bundle_of
from archive.messages import Message
from archive.record import Description, Mention, Outcome, Status
from tests.support.commands import json_lines, run
from tests.support.desk_pages import Desk, said, tree

INTAKE = Access(Status.HELD, None, Message("hold-ingest"))
EMBARGO = Access(Status.HELD, "2090-05-03T03:00:00Z", "EMBARGO SAMPAI 3 MEI 2090")
LATER = Access(Status.HELD, "2091-05-03T03:00:00Z", "EMBARGO SAMPAI 3 MEI 2091")
SECRET = Access(Status.HELD, None, Message("hold-secret-key"))
LEAST = 0.5  # certainty of a guess


class Shelf:
    """A release and its related records, by title."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ids = desk, dict[str, str]()

    def add(
        self,
        title: str,
        access: Access = INTAKE,
        photos: tuple[str, ...] = (),
        kind: str = "press-release",
        order: dict[str, str | None] | None = None,
    ) -> str:
        name = f"{title}.{'jpg' if kind == 'photo' else 'txt'}"
        text = f"Rilis {title} tentang {hashlib.sha256(title.encode()).hexdigest()}.\n" + "\n".join(photos)
        described = Description("image/jpeg" if kind == "photo" else "text/plain", "test", 1, text=text)
        described.mentions = [Mention(f"{photo}.jpg", offset=text.index(photo)) for photo in photos]
        for key, value in {"kind": kind, "title": title, "language": "id"}.items():
            described.offer(key, value, "test")
        if order is not None:
            described.offer("embargo", order, "rule:text")
        digest = hashlib.sha256(name.encode()).hexdigest()
        with self.desk.archive.catalogue.write() as w:
            accession = w.open_accession({}, Status.RELEASED)
            record = w.add_record(described, NewAsset(digest, 10, described.media_type), access)
            w.put_name(NamedFile(w.root("/disk"), name, "", digest, record, Outcome.ADDED, 10, 1, 1), accession)
            w.close_accession(accession)
        self.ids[title] = record
        return record

    def relate(self, one: str, kind: str, other: str, certainty: float = 1.0) -> None:
        with self.desk.archive.catalogue.write() as w:
            w.relate(self.ids[one], kind, self.ids[other], "rule:test", certainty)

    def bundle(self, title: str, status: Status = Status.RELEASED) -> dict[str, str | None]:
        """Return the titles of the records that are changed together with this one, and why others are not."""
        found = bundle_of(self.desk.archive.catalogue, [self.ids[title]], status)
        return {one.record.title: one.stays and one.stays.code for one in found}

    def public(self) -> set[str]:
        records = self.desk.archive.catalogue.get_many([*self.ids.values()], ARCHIVIST)
        return {record.title for record in records if record.status is Status.RELEASED}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("bundle") / "archive")
    yield desk
    desk.close()


@pytest.fixture
def shelf(desk: Desk, request: pytest.FixtureRequest) -> Shelf:
    """A release with two photos, an annex, and a translation that has its own photo."""
    shelf = Shelf(desk)
    mark = hashlib.sha256(request.node.name.encode()).hexdigest()[:6]
    for name in ("Satu", "Dua", "Tiga"):
        shelf.add(f"{name}{mark}", kind="photo")
    shelf.add(f"Rilis{mark}", photos=(f"Satu{mark}", f"Dua{mark}"))
    shelf.add(f"Lampiran{mark}")
    shelf.add(f"Terjemahan{mark}", photos=(f"Tiga{mark}",))
    shelf.ids |= {title.removesuffix(mark): id_ for title, id_ in shelf.ids.items()}
    shelf.relate("Lampiran", "annex-of", "Rilis")
    shelf.relate("Terjemahan", "translation-of", "Rilis")
    return shelf


def token(page: html.HtmlElement) -> str:
    """Return the digest in the page's form; the form for another language repeats what was sent."""
    (shown,) = page.xpath("//main//input[@name='previewed']/@value")
    return str(shown)


def plain(found: dict[str, str | None]) -> dict[str, str | None]:
    return {"".join(filter(str.isalpha, title[:-6])): why for title, why in found.items()}


def set_access(shelf: Shelf, title: str, access: Access) -> None:
    with shelf.desk.archive.catalogue.write() as w:
        w.set_status(shelf.ids[title], access)


def test_annexes_translations_and_photos_go_with_a_record(shelf: Shelf) -> None:
    assert plain(shelf.bundle("Rilis")) == dict.fromkeys(("Lampiran", "Terjemahan", "Satu", "Dua", "Tiga"))


@pytest.mark.parametrize(
    ("of_root", "of_annex", "goes"),
    [
        (None, "2090-05-03T03:00:00Z", False),
        ("2090-05-03T03:00:00Z", "2090-05-03T03:00:00Z", True),
        ("2090-05-03T03:00:00Z", "2091-05-03T03:00:00Z", False),
        (None, "2001-05-03T03:00:00Z", True),
    ],
)
def test_an_embargo_in_a_text_that_was_held_at_intake_is_a_reason_of_its_own(
    desk: Desk, of_root: str | None, of_annex: str, goes: bool
) -> None:
    shelf, mark = Shelf(desk), hashlib.sha256(f"{of_root}{of_annex}".encode()).hexdigest()[:6]
    shelf.add(f"Rilis{mark}", order=of_root and {"until": of_root, "words": f"Embargoed {of_root}"})
    shelf.add(f"Lampiran{mark}", order={"until": of_annex, "words": f"EMBARGO {of_annex}"})
    shelf.relate(f"Lampiran{mark}", "annex-of", f"Rilis{mark}")
    assert shelf.bundle(f"Rilis{mark}") == {f"Lampiran{mark}": None if goes else "held-until"}


def test_from_an_annex_or_a_photo_nothing_else_goes(shelf: Shelf) -> None:
    assert shelf.bundle("Lampiran") == shelf.bundle("Satu") == {}


def test_a_circle_of_relations_ends(shelf: Shelf) -> None:
    shelf.relate("Rilis", "translation-of", "Terjemahan")
    shelf.relate("Rilis", "annex-of", "Lampiran")
    assert plain(shelf.bundle("Rilis")) == dict.fromkeys(("Lampiran", "Terjemahan", "Satu", "Dua", "Tiga"))


def test_a_guess_does_not_go(shelf: Shelf) -> None:
    shelf.ids["Tebakan"] = shelf.add("Tebakan")
    shelf.relate("Tebakan", "annex-of", "Rilis", LEAST)
    assert "Tebakan" not in shelf.bundle("Rilis")


@pytest.mark.parametrize(
    ("access", "why"),
    [
        (Access(Status.WITHDRAWN), "bundle-withdrawn"),
        (LATER, "held-until"),
        (SECRET, "bundle-held"),
        (Access(Status.HELD, None, Message("hold-scan")), "bundle-held"),
        (Access(Status.HELD, None, Message("hold-archivist")), "bundle-held"),
        (Access(Status.HELD, None, "RAHASIA"), "bundle-held"),
    ],
)
def test_what_is_held_for_a_reason_of_its_own_stays_and_leads_to_nothing(
    shelf: Shelf, access: Access, why: str
) -> None:
    set_access(shelf, "Rilis", EMBARGO)
    set_access(shelf, "Lampiran", EMBARGO)
    set_access(shelf, "Terjemahan", access)
    found = plain(shelf.bundle("Rilis"))
    assert found["Terjemahan"] == why
    assert found["Lampiran"] is None
    assert "Tiga" not in found  # the photo of the translation


def test_the_command_releases_all_as_one_and_undoes_all(desk: Desk, shelf: Shelf) -> None:
    folder = desk.archive.folder
    set_access(shelf, "Lampiran", LATER)
    shown = run("access", "released", "--archive", folder, shelf.ids["Rilis"], "--bundle", code=1)
    assert "5 records would be released" in shown.stdout
    assert "stays so: held until 2091-05-03" in shown.stdout
    assert "Add --yes" in shown.stderr
    (dry,) = json_lines(
        run("access", "released", "--archive", folder, shelf.ids["Rilis"], "--bundle", "--dry-run", "--json")
    )
    assert {one["record"]: one["goes"] for one in dry["bundle"]} == {
        shelf.ids[name]: name != "Lampiran" for name in ("Lampiran", "Terjemahan", "Satu", "Dua", "Tiga")
    }
    assert shelf.public() == set()
    done = json_lines(run("access", "released", "--archive", folder, shelf.ids["Rilis"], "--bundle", "--yes", "--json"))
    assert len({one["change_set"] for one in done}) == 1
    assert len(shelf.public()) == 5
    run("records", "undo", "--archive", folder)
    assert shelf.public() == set()
    named = (shelf.ids["Rilis"], shelf.ids["Lampiran"])
    run("access", "released", "--archive", folder, *named, "--bundle", "--yes")
    assert len(shelf.public()) == 6


def test_an_end_is_the_same_for_all_and_a_photo_that_others_show_stays(desk: Desk, shelf: Shelf) -> None:
    for name in ("Rilis", "Lampiran", "Terjemahan", "Satu", "Dua", "Tiga"):
        set_access(shelf, name, Access())
    shelf.add("Lain", Access(), photos=(next(title for title in shelf.ids if title[:4] == "Satu" and len(title) > 4),))
    until = ("--until", "2095-05-03T10:00+07:00")
    run("access", "held", "--archive", desk.archive.folder, shelf.ids["Rilis"], "--bundle", "--yes", *until)
    records = desk.archive.catalogue.get_many([*shelf.ids.values()], ARCHIVIST)
    ends = {record.id: record.release_at for record in records}
    assert ends[shelf.ids["Satu"]] is None
    assert {ends[shelf.ids[name]] for name in ("Rilis", "Lampiran", "Terjemahan", "Dua", "Tiga")} == {
        "2095-05-03T03:00:00Z"
    }
    assert set(shelf.bundle("Rilis", Status.RELEASED).values()) == {None}  # one decision, for all


def test_the_desk_offers_it_and_does_what_is_ticked(desk: Desk, shelf: Shelf) -> None:
    set_access(shelf, "Lampiran", LATER)
    asked = {"id": shelf.ids["Rilis"], "status": "released"}
    first = tree(desk.post("/desk/access", **asked))
    assert "With its annexes, translations and photos (5 records)" in said(first)
    assert not first.xpath("//input[@name='along']")
    page = tree(desk.post("/desk/access", **asked, bundle="yes", previewed=token(first)))
    ticked = page.xpath("//input[@name='along'][@checked]/@value")
    assert {*ticked} == {shelf.ids[name] for name in ("Terjemahan", "Satu", "Dua", "Tiga")}
    assert "Release 5 records?" in said(page)
    assert "EMBARGO SAMPAI 3 MEI 2091" in said(page)
    assert "look again" not in said(page)
    along = [one for one in ticked if one != shelf.ids["Dua"]]
    wanted = asked | {"bundle": "yes", "members": "shown", "along": along, "previewed": token(page)}
    set_access(shelf, "Dua", LATER)  # after the page was shown
    again = desk.post("/desk/access/apply", **wanted)
    assert "look again" in said(tree(again))
    assert shelf.public() == set()
    desk.follow(desk.post("/desk/access/apply", **wanted | {"previewed": token(tree(again))}))
    assert {shelf.ids[name] for name in ("Rilis", "Terjemahan", "Satu", "Tiga")} == {
        record.id
        for record in desk.archive.catalogue.get_many([*shelf.ids.values()], ARCHIVIST)
        if record.status is Status.RELEASED
    }


def test_others_than_the_members_cannot_be_ticked(desk: Desk, shelf: Shelf) -> None:
    other = shelf.add("Asing")
    asked = {"id": shelf.ids["Rilis"], "status": "released", "bundle": "yes"}
    shown = token(tree(desk.post("/desk/access", **asked)))
    desk.post("/desk/access/apply", **asked, members="shown", along=[other], previewed=shown)
    found = desk.archive.catalogue.get(other, ARCHIVIST)
    assert found is not None
    assert found.status is Status.HELD
