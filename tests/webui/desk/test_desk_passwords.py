"""Files that need a password: listed, and opened with a typed password, which is not stored."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from archive.access import ARCHIVIST
from archive.record import Outcome, Status
from ingest.pipeline.pipeline import Options, ingest
from tests.ingest.readers.test_locked_archives import HIDDEN, HIDDEN_PASSWORD
from tests.ingest.readers.test_pdf_passwords import BODY, SECRET, locked
from tests.ingest.readers.test_unpacked_archives import rar
from tests.support.commands import some
from tests.support.desk_pages import Desk
from webui.desk.ingest.locked import HERE
from webui.desk.ingest.side_jobs import side_jobs_of

BROKEN = Path(__file__).parents[3] / "sample_corpus" / "broken"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of an archive that ingested two PDFs, one in a ZIP, and a mail, all encrypted. The disk is gone."""
    made = Desk(tmp_path / "archive")
    disk = tmp_path / "disk"
    disk.mkdir()
    locked(disk / "rapat.pdf", SECRET)
    locked(disk / "lain.pdf", "sandi-lain")
    locked(tmp_path / "lampiran.pdf", SECRET, "AES-256")
    with zipfile.ZipFile(disk / "map.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(tmp_path / "lampiran.pdf", "isi/lampiran.pdf")
    shutil.copy(BROKEN / "encrypted.eml", disk)
    ingest([disk], made.archive, Options(access=Status.RELEASED))
    shutil.rmtree(disk)
    yield made
    side_jobs_of(made.app).stop_all()
    made.services.close()


def lines(page: html.HtmlElement) -> dict[str, str]:
    """Return the files that can be ticked: values by name."""
    found = page.xpath('//input[@name="file"]')
    return {Path(one.getparent().text_content().strip()).name: one.get("value") for one in found}


def settled(desk: Desk) -> html.HtmlElement:
    """Return the page once reading has finished."""
    job = side_jobs_of(desk.app).latest(HERE)
    assert job is not None
    assert job.ended.wait(90)
    assert job.child.stdout is not None
    assert job.child.stdout.closed, "a server would keep a pipe for each page"
    return desk.page(HERE)


def outcomes(page: html.HtmlElement) -> dict[str, str]:
    rows = page.xpath('//section[@aria-labelledby="outcome"]//tbody/tr')
    return {Path(row.find("th").text_content()).name: row.find("td").text_content() for row in rows}


def test_what_a_password_may_open_can_be_ticked_and_a_mail_says_what_to_do(desk: Desk) -> None:
    page = desk.page(HERE)
    assert lines(page).keys() == {"rapat.pdf", "lain.pdf", "lampiran.pdf"}
    assert "encrypted.eml" in page.text_content()
    assert "open it in the program of its recipient" in page.text_content()
    assert "Passwords 4" in " ".join(desk.page("/desk").text_content().split())


def test_a_7z_can_be_tried_again_and_a_rar_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    disk = tmp_path / "packed"
    disk.mkdir()
    (disk / "nama.7z").write_bytes(HIDDEN)
    (disk / "b.rar").write_bytes(rar({"surat.txt": b"a"}, locked="surat.txt"))
    ingest([disk], desk.archive, Options(access=Status.RELEASED))
    page = desk.page(HERE)
    assert "nama.7z" in lines(page)
    assert "surat.txt" not in lines(page)
    assert "unpack the archive with it" in page.text_content()
    desk.post(HERE, password=SECRET, file=[lines(page)["nama.7z"]], once="a")
    page = settled(desk)
    assert "none of those given is that" in page.text_content()
    desk.post(HERE, password=HIDDEN_PASSWORD, file=[lines(page)["nama.7z"]], once="b")
    assert {"pidato.txt": "Added", "siaran.txt": "Added"}.items() <= outcomes(settled(desk)).items()


def test_the_ticked_files_are_read_from_the_archive_and_each_outcome_is_told(desk: Desk) -> None:
    ticked = lines(desk.page(HERE))
    answer = desk.post(HERE, password=SECRET, file=[ticked["rapat.pdf"], ticked["lain.pdf"]], once="a")
    assert (answer.status_code, answer.location) == (303, HERE)
    page = settled(desk)
    assert outcomes(page) == {"rapat.pdf": "Added", "lain.pdf": "Encrypted held"}
    assert lines(page).keys() == {"lain.pdf", "lampiran.pdf"}
    assert "none of those given opens it" in page.text_content()
    (line,) = [one for one in desk.archive.catalogue.receipt(2) if one.outcome is Outcome.ADDED]
    assert line.record is not None
    assert BODY in str(desk.archive.catalogue.text(line.record, ARCHIVIST))
    assert line.status is Status.RELEASED


def test_all_files_are_tried_also_inside_another_and_the_password_is_kept_nowhere(desk: Desk) -> None:
    answers = [desk.post(HERE, password=SECRET, which="all").text]
    page = settled(desk)
    assert outcomes(page)["lampiran.pdf"] == "Added"
    assert lines(page).keys() == {"lain.pdf"}
    answers += [desk.get(path).text for path in (HERE, "/receipts", "/receipts/2", "/desk/rejected", "/desk/changes")]
    stale = desk.client.post(
        HERE, data={"token": "of an earlier server", "password": SECRET}, headers={"Origin": "http://localhost"}
    )
    assert "Send it again" in stale.text
    assert [answer for answer in [*answers, stale.text] if SECRET in answer] == []
    job = side_jobs_of(desk.app).latest(HERE)
    assert job is not None
    assert SECRET not in str(job.child.args)
    for file in some(desk.archive.folder.rglob("*")):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("password", ["", "x" * 501, "a\x00b"])
def test_what_is_no_password_is_asked_for_again(desk: Desk, password: str) -> None:
    assert desk.post(HERE, password=password, which="all").location == f"{HERE}?lacks=password"
    assert "Type the password" in desk.page(f"{HERE}?lacks=password").text_content()
    assert side_jobs_of(desk.app).latest(HERE) is None


@pytest.mark.parametrize("file", [[], ["7-7"], ["1-999999999999"], ["٣-١"], ["1"], ["1-1' OR 1"]])
def test_only_files_of_the_list_are_read(desk: Desk, file: list[str]) -> None:
    assert desk.post(HERE, password=SECRET, file=file).location == f"{HERE}?lacks=files"
    assert side_jobs_of(desk.app).latest(HERE) is None


def test_an_original_that_was_altered_is_not_taken_for_the_file(desk: Desk) -> None:
    value = lines(desk.page(HERE))["rapat.pdf"]
    (line,) = [one for one in desk.archive.catalogue.receipt(1) if one.path.endswith("rapat.pdf")]
    with desk.archive.store.local(str(line.sha256)) as path:
        path.chmod(0o600)
        locked(path, SECRET)
    desk.post(HERE, password=SECRET, file=value)
    page = settled(desk)
    assert outcomes(page) == {"rapat.pdf": "Rejected"}
    assert "its original in the archive is altered" in page.text_content()
    assert len(desk.archive.catalogue.of_status(Status.HELD)) == 4


def test_who_is_not_at_the_desk_finds_nothing(desk: Desk) -> None:
    visitor = desk.app.test_client()
    for path in (HERE, "/desk/scans"):
        assert visitor.get(path).status_code == 404
    for path in (HERE, f"{HERE}/stop", "/desk/scans", "/desk/scans/stop"):
        assert visitor.post(path, data={"password": SECRET}).status_code == 404
