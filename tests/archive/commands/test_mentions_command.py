"""`press-archive mentions`: its lists and suggestions, and the archivist's decisions on which photo is meant."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Catalogue, NewAsset, Writer
from archive.record import Description, Mention, Status
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import HELD, catalogue, clock, put, sha
from tests.support.commands import Run, json_lines

__all__ = ["catalogue", "clock"]

SIGNING = "Menteri Luar Negeri menandatangani konvensi di Hanoi"


def photo(writer: Writer, path: str, day: str | None = None, caption: str | None = None) -> str:
    described = Description("image/jpeg", "photo", 1)
    described.offer("created", f"{day}T08:53:41" if day else None, "exif:DateTimeOriginal")
    described.offer("caption", caption, "xmp:dc:description")
    record = writer.add_record(described, NewAsset(sha(path), 9, "image/jpeg"))
    put(writer, path, record, path)
    return record


def article(writer: Writer, path: str, *mentions: Mention, held: bool = False) -> str:
    described = Description("text/plain", "text", 1, text="Isi.", mentions=list(mentions))
    described.offer("kind", "article", "rule:mentions")
    described.offer("title", f"Judul {path}", "first line")
    described.offer("date", "2025-10-25", "rule:dateline")
    access = (HELD,) if held else ()
    record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), *access)
    put(writer, path, record, path)
    return record


def guessed(catalogue: Catalogue) -> tuple[str, str] | None:
    told = catalogue.suggestions(catalogue.namings()).values()
    guesses = [one.guess for one in told if one.guess is not None]
    return (guesses[0].filename, guesses[0].because) if guesses else None


@pytest.mark.parametrize(
    ("name", "photos", "meant", "because"),
    [
        ("HAI_1275.jpg", [("b/W-HAI_1275.jpg", "2025-10-25")], 0,
         "the same frame number and a similar name and the same day"),
        ("NAM_1275.jpg", [("b/W-HAI_1275.jpg", "2025-10-25")], 0, "the same frame number and the same day"),
        ("NAM_1275.jpg", [("b/W-HAI_1275.jpg", "2019-10-25")], None, ""),
        ("W-HAI_1276.jpg", [("a/W-HAI_1275.jpg", "2025-10-25")], None, ""),
        ("Presiden tiba di Hanoi.jpg", [("a/Presiden tiba d Hanoi.jpg", None)], 0,
         "a similar name and the same folder"),
        ("Presiden tiba di Hanoi.jpg", [("b/Presiden tiba d Hanoi.jpg", None)], None, ""),
        ("Presiden tiba di bandara Noi.jpg", [("b/Presiden tiba di bandara Noi Bai Hanoi.jpg", None)], 0,
         "the same name, cut short"),
        ("foto utama.jpg", [("b/DSC_0412.jpg", None, SIGNING), ("b/DSC_0413.jpg", None, "Bendera")], 0,
         "its caption, which says the same"),
        ("NAM_1275.jpg", [("b/W-HAI_1275.jpg", "2025-10-25"), ("c/W-BAO_1275.jpg", "2025-10-25")], None, ""),
    ],
)  # fmt: skip
def test_what_is_suggested_for_a_name_that_was_not_found(
    catalogue: Catalogue, name: str, photos: list[tuple[str, ...]], meant: int | None, because: str
) -> None:
    with catalogue.write() as writer:
        for one in photos:
            photo(writer, *one)
        article(writer, "a/a.txt", Mention(name, SIGNING))
    assert [naming.photo for naming in catalogue.namings()] == [None]
    expected = None if meant is None else (photos[meant][0].rsplit("/", 1)[-1], because)
    assert guessed(catalogue) == expected


def test_a_refused_photo_is_not_meant_nor_suggested_any_more_and_may_leave_room_for_another(
    catalogue: Catalogue,
) -> None:
    with catalogue.write() as writer:
        wrong, right = photo(writer, "a/X.jpg"), photo(writer, "b/X.jpg")
        told = article(writer, "a/a.txt", Mention("X.jpg"))
    with catalogue.write() as writer:
        assert [*writer.refuse_mention(told, 0)] == [wrong]
    (naming,) = catalogue.namings(told)
    assert (naming.photo, naming.refused) == (right, (wrong,))
    with catalogue.write() as writer:
        writer.refuse_mention(told, 0)
        writer.describe(told, Description("text/plain", "text", 2, mentions=[Mention("X.jpg", "Baru")]))
    (naming,) = catalogue.namings(told)
    assert (naming.photo, naming.refused, naming.mention.caption) == (None, (wrong, right), "Baru")
    assert guessed(catalogue) is None
    with catalogue.write() as writer:
        writer.decide_mention(told, 0, wrong)
    (naming,) = catalogue.namings(told)
    assert (naming.photo, naming.refused, naming.origin) == (wrong, (right,), "archivist")
    details = [event["detail"] for event in catalogue.events(told) if event["type"] == "metadata modification"]
    assert [detail.get("refused", detail.get("photo")) for detail in details] == [wrong, right, wrong]


def test_two_mentions_of_one_name_each_keep_their_own_decision(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        one, other = photo(writer, "b/X.jpg"), photo(writer, "c/X.jpg")
        told = article(writer, "a/a.txt", Mention("X.jpg", "Satu"), Mention("X.jpg", "Dua"))
        writer.resolve_mentions()
        writer.decide_mention(told, 0, one)
        writer.decide_mention(told, 1, other)
        again = [Mention("Y.jpg", "Nol"), Mention("X.jpg", "Dua"), Mention("X.jpg", "Satu"), Mention("X.jpg", "Tiga")]
        writer.add_mentions(told, again)
    assert [naming.photo for naming in catalogue.namings(told)] == [None, other, one, None]


def test_only_a_photo_can_be_meant(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        told = article(writer, "a/a.txt", Mention("X.jpg"))
        with pytest.raises(ValueError):
            writer.decide_mention(told, 0, told)
        with pytest.raises(ValueError):
            writer.refuse_mention(told, 0)
        with pytest.raises(KeyError):
            writer.decide_mention(told, 1, None)


def test_why_a_guess_was_made_tells_the_public_nothing_of_other_photos(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        shown = photo(writer, "a/Tiba 836154525.jpg")
        for folder in "xyz":
            hidden = photo(writer, f"{folder}/Rahasia 836154525.jpg")
            writer.set_status(hidden, HELD)
        told = article(writer, "a/a.txt", Mention("Den 836154525.jpg"))
    public, archivist = (catalogue.get_many([told], viewer)[0].possible[0] for viewer in (PUBLIC, ARCHIVIST))
    assert (public.record, public.doubtful) == (shown, True)
    assert public.reason == "its number is the same, its words are not"
    assert archivist.reason is not None
    assert "of 4 such photos" in archivist.reason


def test_a_withdrawn_photo_keeps_its_mentions_and_no_other_takes_its_place(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        wrong = photo(writer, "a/X.jpg")
        photo(writer, "b/X.jpg")
        told = article(writer, "a/a.txt", Mention("X.jpg", SIGNING))
    with catalogue.write() as writer:
        writer.set_status(wrong, type(HELD)(Status.WITHDRAWN))
    public, archivist = (catalogue.get_many([told], viewer)[0].photos[0] for viewer in (PUBLIC, ARCHIVIST))
    assert (public.record, public.reason, archivist.record) == (None, None, wrong)


@pytest.fixture
def stocked(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """An archive with a guess, a found name, names not found, and photos never named."""
    folder, ids = tmp_path / "archive", {}
    with Archive.create(folder) as archive, archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        for path, day in (("a/W-HAI_1275.jpg", "2025-10-25"), ("p/Ký 836154525.jpg", None), ("p/=1+1.jpg", None)):
            ids[path] = photo(writer, path, day)
        names = ("W-HAI_1275.jpg", "Tanda tangan 836154525.jpg", "=cmd.jpg", "NAM_1275.jpg")
        ids["article"] = article(writer, "b/a.txt", *map(Mention, names), held=True)
    return folder, ids


def test_it_lists_what_was_found_and_what_not(press_archive: Run, stocked: tuple[Path, dict[str, str]]) -> None:
    folder, ids = stocked
    told = json_lines(press_archive("mentions", "--archive", folder, "--json"))
    found = [(one["n"], one["photo"], one["doubtful"]) for one in told]
    assert found == [
        (0, ids["a/W-HAI_1275.jpg"], False), (1, ids["p/Ký 836154525.jpg"], True), (2, None, False), (3, None, False),
    ]  # fmt: skip
    doubtful = json_lines(press_archive("mentions", "--archive", folder, "--json", "--doubtful"))
    assert [one["n"] for one in doubtful] == [1]
    assert "836154525" in doubtful[0]["reason"]
    assert [message["code"] for message in doubtful[0]["messages"]] == ["level-digits", "digits-only"]
    assert doubtful[0]["messages"][1]["params"] == {"digits": "836154525"}
    table = press_archive("mentions", "--archive", folder).stdout
    assert all(words in table for words in (ids["article"], ids["p/Ký 836154525.jpg"], "Tanda tangan 836154525.jpg"))


def test_unresolved_names_come_with_the_likely_photo_and_photos_never_named_follow(
    press_archive: Run, stocked: tuple[Path, dict[str, str]]
) -> None:
    folder, ids = stocked
    told = json_lines(press_archive("mentions", "--archive", folder, "--json", "--unresolved"))
    assert [one["type"] for one in told] == ["mention", "mention", "unnamed-photo"]
    likely = {"photo": ids["a/W-HAI_1275.jpg"], "filename": "W-HAI_1275.jpg"}
    both = {name: {"code": code, "params": {}} for name, code in (("one", "same-frame-number"), ("other", "same-day"))}
    guess = likely | {"because": "the same frame number and the same day", "code": "both", "params": both}
    assert told[1]["guess"] == guess | {"messages": [{"code": "both", "params": both}]}
    assert (told[1]["code"], told[1]["params"]) == ("photo-none", {})
    assert (told[0]["guess"], told[2]["photo"], told[2]["filename"]) == (None, ids["p/=1+1.jpg"], "p/=1+1.jpg")
    table = press_archive("mentions", "--archive", folder, "--unresolved").stdout
    assert "probably this one" in table
    assert ids["a/W-HAI_1275.jpg"] in table
    assert "p/=1+1.jpg" in table


def test_a_spreadsheet_runs_nothing_of_the_csv(press_archive: Run, stocked: tuple[Path, dict[str, str]]) -> None:
    folder, ids = stocked
    printed = press_archive("mentions", "--archive", folder, "--csv", "--unresolved").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["filename"] for row in rows] == ["'=cmd.jpg", "NAM_1275.jpg", "p/=1+1.jpg"]
    assert rows[1]["guess"] == ids["a/W-HAI_1275.jpg"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_decision_is_taken_and_taken_back(press_archive: Run, stocked: tuple[Path, dict[str, str]]) -> None:
    folder, ids = stocked
    at, told = ("--archive", folder), ids["article"]
    said = press_archive("mentions", "confirm", *at, told, 1).stdout
    assert ids["p/Ký 836154525.jpg"] in said
    assert not json_lines(press_archive("mentions", *at, "--json", "--doubtful"))
    (refused,) = json_lines(press_archive("mentions", "refuse", *at, "--json", told, 1))
    assert (refused["decision"], refused["photo"], refused["refused"]) == ("refused", None, [ids["p/Ký 836154525.jpg"]])
    press_archive("mentions", "refuse", *at, told, 3, ids["a/W-HAI_1275.jpg"])
    unresolved = json_lines(press_archive("mentions", *at, "--json", "--unresolved"))
    assert [one["guess"] for one in unresolved if one.get("n") == 3] == [None]
    press_archive("mentions", "confirm", *at, told, 3, ids["a/W-HAI_1275.jpg"])
    (named,) = json_lines(press_archive("search", *at, "--held", "--json", "NAM_1275 kind:photo"))[:1]
    assert ids["a/W-HAI_1275.jpg"] in str(named)


def test_what_was_refused_is_listed_and_confirm_turns_it_round(
    press_archive: Run, stocked: tuple[Path, dict[str, str]]
) -> None:
    folder, ids = stocked
    at, told, photo_ = ("--archive", folder), ids["article"], ids["p/Ký 836154525.jpg"]
    assert press_archive("mentions", *at, "--refused").stdout == "No photo was refused.\n"
    press_archive("mentions", "refuse", *at, told, 1, photo_)
    (refused,) = json_lines(press_archive("mentions", *at, "--refused", "--json"))
    assert (refused["n"], refused["refused"]) == (1, [photo_])
    assert photo_ in press_archive("mentions", *at, "--refused").stdout
    turned = press_archive("mentions", "confirm", *at, told, 1).stdout
    assert turned.startswith("confirmed, which was refused before: ")
    assert photo_ in turned
    assert press_archive("mentions", *at, "--refused").stdout == "No photo was refused.\n"


@pytest.mark.parametrize(
    ("command", "n", "photo_", "says"),
    [
        ("confirm", 2, (), "say which it is, `press-archive mentions confirm"),
        ("confirm", 2, ("nothing",), "nothing is not a photo of this archive"),
        ("refuse", 2, (), "nothing to refuse"),
        ("refuse", 2, ("nothing",), "nothing is not a photo of this archive"),
        ("refuse", 9, (), "N goes from 0 to 3"),
    ],
)
def test_what_cannot_be_decided_says_what_to_do(
    press_archive: Run, stocked: tuple[Path, dict[str, str]], command: str, n: int, photo_: tuple[str, ...], says: str
) -> None:
    folder, ids = stocked
    done = press_archive("mentions", command, "--archive", folder, ids["article"], n, *photo_, code=1)
    assert says in done.stderr
    gone = press_archive("mentions", command, "--archive", folder, "nobody", n, code=1)
    assert "There is no record nobody" in gone.stderr
