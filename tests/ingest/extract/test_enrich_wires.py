"""Text distributed by a newswire is a release with its source; text written by a news outlet is an article, even on a
wire."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.file_description import describe
from tests.builders.described_texts import describe_text

BODY = (
    "Tidewater Cement said the kiln will save a third of its coal. It was built in two years by local crews.\n\n"
    "The works are open to visitors from Monday, and neighbours may bring their questions to the gate."
)


def read(text: str, filename: str = "text.txt") -> Description:
    return describe_text(text, filename, filename)


@pytest.mark.parametrize(
    ("dateline", "wire"),
    [
        ("TUCSON, Ariz., Sept. 14, 2026 /PRNewswire/ -- ", "PR Newswire"),
        ("HANOI, VIETNAM - Media OutReach Newswire - 6 August 2024 - ", "Media OutReach Newswire"),
        ("VANCOUVER, British Columbia, Jan. 26, 2026 (GLOBE NEWSWIRE) -- ", "GlobeNewswire"),
        ("NEW YORK, NY - (NEWMEDIAWIRE) - August 22, 2024 - ", "NewMediaWire"),
        ("MIAMI, FL — July 6, 2026 — (NOTICIAS NEWSWIRE) — ", "Noticias Newswire"),
        ("BALSAM, NC, May 09, 2024 /24-7PressRelease/ -- ", "24-7 Press Release"),
        ("Columbus, Ohio (Newsworthy.ai) Sunday Aug 24, 2025 - ", "Newsworthy.ai"),
        ("BOCA RATON, Fla., March 5, 2026 – PRISM MediaWire (Press Release Service) – ", "PRISM MediaWire"),
        ("JAKARTA, 6 Agustus 2026 /Samudra Newswire/ -- ", "Samudra Newswire"),
        ("--News Direct--\n\n", "News Direct"),
    ],
)
def test_the_wire_of_a_dateline_is_the_source_of_a_release(dateline: str, wire: str) -> None:
    found = read(f"A kiln that saves a third of its coal\n\n{dateline}{BODY}\n\nSOURCE Tidewater Cement Corp.")
    assert (found.values["kind"], found.values["source"]) == ("press-release", wire)


@pytest.mark.parametrize(
    ("lead", "source"),
    [
        ("Jakarta (ANTARA) - ", "ANTARA"),
        ("Cần Thơ (TTXVN) - ", "TTXVN"),
        ("TORONTO (Dominion News) - ", "Dominion News"),
        ("(Chinhphu.vn) - ", "Chinhphu.vn"),
        ("MALANG, SUARA BRANTAS — ", "SUARA BRANTAS"),
    ],
)
def test_the_agency_of_a_report_is_the_source_of_an_article(lead: str, source: str) -> None:
    found = read(f"A kiln that saves a third of its coal\n\n{lead}{BODY}")
    assert (found.values["kind"], found.values["source"]) == ("article", source)


@pytest.mark.parametrize("lead", ["St. Louis, MO – ", "Huế, Việt Nam – ", "Jakarta (Indonesia) - ", "PARIS (May 3) - "])
def test_a_place_before_a_report_is_no_source(lead: str) -> None:
    assert "source" not in read(f"A kiln that saves a third of its coal\n\n{lead}{BODY}").values


@pytest.mark.parametrize(
    ("line", "kind", "source"),
    [
        ("View source version on newsdirect.com: https://newsdirect.com/news/a-kiln", "press-release", "newsdirect"),
        ("Original Press Release: <https://blockchainwire.io/press-release/a-kil>", "press-release", "Blockchain Wire"),
        ("The post A kiln that saves coal appeared first on citybiz.", "article", "citybiz"),
        ("HarborWire is powered by IBN", "article", "HarborWire"),
        ("Redaksi Harian Fajar Selatan", "article", "Redaksi Harian Fajar Selatan"),
    ],
)  # fmt: skip
def test_a_last_line_says_who_sent_it_out(line: str, kind: str, source: str) -> None:
    found = read(f'A kiln that saves coal\n\n{BODY}\n\n"We wait", she said.\n\n{line}\n\nhttps://links.example/a')
    assert found.values["source"].removesuffix(".com").endswith(source.removeprefix("Redaksi "))
    assert found.values["kind"] == kind


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("About Tidewater Cement\n\nTidewater Cement has made lime since 1911.", "press-release"),
        ("Tentang Tidewater Cement\n\nTidewater Cement berdiri sejak 1911.", "press-release"),
        ("Forward-looking statements\n\nThis release has statements that may not come true.", "press-release"),
        ("About Lime\n\nLime is made of stone.", "document"),
        ("To view the full press release, visit https://a.example/kiln", "article"),
        ("Disclosure: Companies mentioned may have a commercial relationship with Rostrum.", "article"),
    ],
)
def test_what_issuers_and_media_add(end: str, kind: str) -> None:
    body = BODY.replace("said", "hopes")
    assert read(f"Tidewater Cement and its kiln\n\n{body}\n\n{end}").values["kind"] == kind


def test_a_signed_piece_on_a_wire_is_an_article() -> None:
    found = read(f"A kiln that saves coal\n\n--News Direct--\n\nBy Ann Lee, Marketbell\n\n{BODY}")
    assert (found.values["kind"], found.values["source"]) == ("article", "News Direct")


@pytest.mark.parametrize(
    ("text", "kind", "genre"),
    [
        ("RALAT\n\nDalam berita yang terbit Senin tertulis 72 rumah. Yang benar 27.", "article", "correction"),
        ("ĐÍNH CHÍNH\n\nTrong bài đăng ngày 2/7, chúng tôi đã viết nhầm số nhà là 72.", "article", "correction"),
        ("Jembatan dibuka\n\nT: Mengapa lama?\nJ: Karena hujan.\n\nT: Sampai kapan?\nJ: Juni.", "article", "interview"),
        ("Press Briefing\n\nMS. LEE: Good day.\n\nQUESTION: Is it open?\n\nMS. LEE: It is.", "speech", "transcript"),
        ("Home / News / Media Releases\n\nPier opens\n\nThe pier is open. Come.", "press-release", None),
        ("MINUTES OF THE COUNCIL\n\n\"Aye\", said Mayor Lee.\n\nThe meeting closed at 8.", "document", None),
        ('The last keeper\n\n"My husband counted," she says at the top.\n\nThe light goes out.', "article", None),
    ],
)  # fmt: skip
def test_who_speaks_tells_the_kind(text: str, kind: str, genre: str | None) -> None:
    found = read(text)
    assert (found.values["kind"], found.values.get("genre")) == (kind, genre)


def test_a_linked_release_in_markdown_keeps_its_address(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.md"
    address = "https://blockchainwire.io/press-release/a-kiln"
    path.write_text(
        f"# A kiln\n\n{BODY}\n\n---\n\n[Original/Source Press Release]({address})\n\n[Post](https://r.example/a)\n"
    )
    found = describe(str(path), "a.md", str(tmp_path), "a.md")["values"]
    assert (found["source"], found["source_url"]) == ("Blockchain Wire", address)
