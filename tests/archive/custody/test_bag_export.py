"""Exported bags: valid for another program, complete, and without held records."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest
from lxml import etree

from archive.access import ARCHIVIST, PUBLIC
from archive.custody import bag_export
from archive.custody.bag import validate_bag
from archive.custody.bag_export import create_bag
from archive.custody.bag_paths import decode_path, encode_path, payload_name, safe_path
from archive.custody.bag_writer import UNFINISHED
from archive.edits.edits import decide
from archive.errors import ArchiveBusy, StoreError
from archive.record import Status
from archive.storage.archive import Archive
from archive.storage.locks import locked
from tests.support.commands import json_lines, run, some

SECRET = "Rahasianegara"
FILES = {
    "masuk/pidato.txt": "Pidato Presiden di Kupang\n\nSaudara-saudara sekalian, selamat pagi.\n",
    "masuk/a%0A 100%: \u1ea4n?.txt": "Siaran pers tentang jembatan\n\nJembatan itu selesai dibangun.\n",
    "masuk/tertutup.txt": f"EMBARGO sampai 1 Januari 2099\n\n{SECRET} dibuka nanti.\n",
    f"masuk/{SECRET}.txt": "Siaran pers yang ditarik\n\nIsinya tidak berlaku lagi.\n",
}
PREMIS = "{http://www.loc.gov/premis/v3}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two public records, one under embargo and one withdrawn; the tests only read it."""
    folder = tmp_path_factory.mktemp("bags")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    run("init", "--archive", folder / "archive")
    run("ingest", "--archive", folder / "archive", "--collection", "Jembatan", folder / "masuk")
    with Archive.open(folder / "archive") as archive:
        (withdrawn,) = archive.catalogue.meant("filename", f"{SECRET}.txt")
        decide(archive, [withdrawn], Status.WITHDRAWN, None, "test")
    return folder


@pytest.fixture
def archive(place: Path) -> Iterator[Archive]:
    with Archive.open(place / "archive") as opened:
        yield opened


@pytest.fixture(scope="module")
def public(place: Path) -> Path:
    run("bag", "create", place / "public", "--all", "--archive", place / "archive")
    return place / "public"


@pytest.fixture(scope="module")
def whole(place: Path) -> Path:
    run("bag", "create", place / "whole", "--all", "--with-held", "--archive", place / "archive")
    return place / "whole"


def records(bag: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (bag / "metadata/records.ndjson").read_text(encoding="utf-8").splitlines()]


def make(archive: Archive, folder: Path) -> None:
    create_bag(archive, sorted(archive.catalogue.visible_ids(PUBLIC)), folder, PUBLIC, lambda *_: None)


@pytest.mark.parametrize("name", ["public", "whole"])
def test_another_program_finds_the_bag_valid(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    assert bagit.Bag(str(folder)).validate()
    assert [*validate_bag(folder)[1]] == []


@pytest.mark.parametrize("name", ["public", "whole"])
@pytest.mark.parametrize("standard", ["ead3", "premis"])
def test_metadata_are_valid_by_the_schemas_of_the_library_of_congress(
    name: str, standard: str, request: pytest.FixtureRequest
) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parents[2] / f"cases/{standard}.xsd"))
    schema.assertValid(etree.parse(request.getfixturevalue(name) / f"metadata/{standard}.xml"))


def test_nothing_held_is_in_a_bag_by_default(public: Path) -> None:
    files = [path for path in public.rglob("*") if path.is_file()]
    assert not [path for path in some(files) if SECRET in str(path) or SECRET.encode() in path.read_bytes()]
    assert [one["status"] for one in records(public)] == ["released", "released"]
    assert not (public / "metadata/receipts.ndjson").exists()
    assert b"tertutup" not in b"".join(path.read_bytes() for path in files)


def test_held_records_come_when_asked_for(whole: Path) -> None:
    found = {one["assets"][0]["filename"]: one for one in records(whole)}
    assert found["tertutup.txt"]["status"] == "held"
    assert found["tertutup.txt"]["release_at"].startswith("2099-01-0")
    assert found[f"{SECRET}.txt"]["status"] == "withdrawn"
    assert found[f"{SECRET}.txt"]["access_decided"]
    receipts = (whole / "metadata/receipts.ndjson").read_text(encoding="utf-8")
    assert "tertutup.txt" in receipts
    assert whole.stat().st_mode & 0o077 == 0


def test_a_record_with_its_files_and_origins(public: Path) -> None:
    (speech,) = [one for one in records(public) if "Kupang" in one["title"]]
    assert speech["origins"]["collection"]["origin"] == "archivist"
    (file,) = speech["assets"]
    assert (public / file["path"]).read_text(encoding="utf-8") == FILES["masuk/pidato.txt"]
    assert Path(file["path"]).name == "pidato.txt"
    dublin = etree.parse(public / f"metadata/dublin-core/{speech['id']}.xml").getroot()
    assert {one.text for one in dublin} >= {speech["title"], speech["id"], "Text", "text/plain"}


def test_premis_has_each_file_with_its_digest(whole: Path) -> None:
    tree = etree.parse(whole / "metadata/premis.xml").getroot()
    order = [one.tag.removeprefix(PREMIS) for one in tree]
    assert order == sorted(order, key=["object", "event", "agent"].index)
    digests = {one.text for one in tree.iter(f"{PREMIS}messageDigest")}
    listed = {line.split()[0] for line in (whole / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()}
    assert digests == listed
    for name in ("object", "event", "agent"):
        assert len({one[0][1].text for one in tree.iter(f"{PREMIS}{name}")}) == order.count(name)
    told = {one.text for one in tree.iter(f"{PREMIS}linkingAgentIdentifierValue")}
    assert told <= {one[0][1].text for one in tree.iter(f"{PREMIS}agent")}
    assert [one.tag.removeprefix(PREMIS) for one in next(tree.iter(f"{PREMIS}objectCharacteristics"))] == [
        "compositionLevel",
        "fixity",
        "size",
        "format",
    ]


def test_a_bag_of_one_query_collection_or_accession(place: Path) -> None:
    at = ("--archive", place / "archive", "--json")
    for n, (words, count) in enumerate(
        {("--where", "jembatan"): 1, ("--collection", "Jembatan"): 2, ("--accession", "1"): 2}.items()
    ):
        assert json_lines(run("bag", "create", place / f"some{n}", *words, *at))[-1]["records"] == count
    said = run("bag", "create", place / "none", "--collection", "Jembata", "--archive", place / "archive", code=1)
    assert "No record was selected" in said.stderr
    assert not (place / "none").exists()
    assert "Give one of" in run("bag", "create", place / "none", "--archive", place / "archive", code=2).stderr
    assert "no accession 9" in run("bag", "create", place / "none", "--accession", "9", *at, code=1).stderr


def test_nothing_is_written_over(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    make(archive, tmp_path / "bag")
    with pytest.raises(StoreError, match="is not empty"):
        make(archive, tmp_path / "bag")
    (tmp_path / f"other{UNFINISHED}").mkdir()
    with pytest.raises(StoreError, match="not an unfinished bag"):
        make(archive, tmp_path / "other")
    with pytest.raises(StoreError, match="overlap"):
        make(archive, archive.folder / "bag")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full"), OSError(errno.EROFS, "ro")])
def test_what_is_stopped_leaves_nothing(
    archive: Archive, tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(bag_export, "dublin_core", stop)
    with pytest.raises((KeyboardInterrupt, StoreError)) as raised:
        make(archive, tmp_path / "bag")
    assert list(tmp_path.iterdir()) == []
    if isinstance(raised.value, StoreError):
        assert "free some space" in str(raised.value) or "permissions" in str(raised.value)


def test_what_a_killed_run_left_is_replaced(archive: Archive, tmp_path: Path) -> None:
    part = tmp_path / f"bag{UNFINISHED}"
    (part / "data/2025").mkdir(parents=True)
    (part / ".press-archive-bag").touch()
    (part / "data/2025/half").write_bytes(b"x")
    with locked(part / ".press-archive-bag"), pytest.raises(ArchiveBusy):
        make(archive, tmp_path / "bag")
    make(archive, tmp_path / "bag")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag"]
    assert [*validate_bag(tmp_path / "bag")[1]] == []


def test_what_is_held_meanwhile_does_not_go_out(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (speech,) = archive.catalogue.meant("filename", "pidato.txt")

    def hold(*_: object) -> Iterator[tuple[str, str]]:
        decide(archive, [speech], Status.HELD, None, "test")
        return iter(())

    try:
        monkeypatch.setattr(bag_export, "_info", hold)
        with pytest.raises(StoreError, match="1 record was held"):
            make(archive, tmp_path / "bag")
        assert list(tmp_path.iterdir()) == []
    finally:
        decide(archive, [speech], Status.RELEASED, None, "test")


def test_a_missing_original_is_told(archive: Archive, tmp_path: Path) -> None:
    (speech,) = archive.catalogue.meant("filename", "pidato.txt")
    record = archive.catalogue.get(speech, ARCHIVIST)
    assert record is not None
    path = archive.folder / "originals" / record.original.sha256[:2] / record.original.sha256
    path.rename(tmp_path / "away")
    try:
        with pytest.raises(StoreError, match="press-archive verify"):
            make(archive, tmp_path / "bag")
    finally:
        (tmp_path / "away").rename(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("100%.txt", "100_.txt"),
        ("foto.jpg", "foto.jpg"),
        ("a:b?c*.txt", "a_b_c_.txt"),
        ("CON.txt", "_CON.txt"),
        (" .. ", "_"),
        ("\ud83d.txt", "?.txt".replace("?", "_")),
        ("e\u0301.txt", "\xe9.txt"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_payload_names_are_names_everywhere(name: str, expected: str) -> None:
    assert payload_name(name) == expected
    assert safe_path(f"data/{payload_name(name)}")


@pytest.mark.parametrize("path", ["data/a%b", "data/a\nb", "data/%0A", "data/a\rb"])
def test_paths_are_read_as_they_were_written(path: str) -> None:
    assert decode_path(encode_path(path)) == path
    assert "\n" not in encode_path(path)
