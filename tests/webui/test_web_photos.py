"""The page of a photo, the contact sheet, the caption table and the article that shows them, and their JSON."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient
from lxml import html

from archive.record import Candidate, Kind, Link, Mention, Relation, Role, Status
from archive.settings import Settings, WebSection
from tests.builders.web_photos import ENGLISH, LABEL, OTHER, OWN, SPAN, photographs
from tests.support.web_fakes import FakeServices, record
from tests.webui.test_web_pages import HOSTILE, page, words
from webui import create_app


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return photographs(tmp_path)


def section(tree: html.HtmlElement, heading: str) -> html.HtmlElement:
    (found,) = tree.xpath(f"//section[@aria-labelledby='{heading}']")
    return found


def test_captions_that_disagree_stand_side_by_side_with_their_origins(client: FlaskClient) -> None:
    tree = page(client, "/records/frame1302")
    own, other = section(tree, "rivals-heading").xpath(".//li")
    assert words(own).startswith(OWN)
    assert "Vietnamese" in words(own)
    assert "The sidecar file sidecar:dc:description[vi] The file (IPTC) iim:2:120" in words(own)
    assert words(other).startswith(OTHER)
    assert "Lễ mở ký Công ước Hà Nội, 26 October 2025" in words(other)
    assert other.xpath(".//a/@href") == ["/records/story1"]
    assert [mark.text for mark in own.xpath(".//mark")] == ["phải", "25"]
    assert [mark.text for mark in other.xpath(".//mark")] == ["trái", "26"]


def test_a_translation_stands_apart_from_the_conflict(client: FlaskClient) -> None:
    (other,) = section(page(client, "/records/frame1302"), "other-captions").xpath(".//li")
    assert words(other).startswith(ENGLISH)
    assert "English" in words(other)
    assert "Captions of 25 October, 25 October 2025" in words(other)


def test_captions_that_agree_make_no_conflict(client: FlaskClient) -> None:
    tree = page(client, "/records/copy1")
    assert not tree.xpath("//section[@aria-labelledby='rivals-heading']")
    assert "disagree" not in words(tree)
    assert "Source of the caption: The lines above the text (front matter)" in words(tree)


def test_a_photo_without_a_caption_of_its_own_shows_that_of_an_article(
    client: FlaskClient, services: FakeServices
) -> None:
    link = Link(Mention("DSC_0412.jpg", "Warga menyeberang.", None, None), "release1", "Judul", kind=Kind.ARTICLE)
    services.change("photo2", articles=(link,))
    told = page(client, "/records/photo2")
    assert words(told.xpath("//div[@class='caption']")[0]).startswith("Warga menyeberang.")
    assert "Source of the caption: Judul" in words(told.xpath("//div[@class='caption-facts']")[0])


def test_articles_and_tables_that_have_it_are_told_apart(client: FlaskClient) -> None:
    tree = page(client, "/records/frame1302")
    assert section(tree, "articles-heading").xpath(".//a/@href") == ["/records/story1"]
    assert section(tree, "sheets-heading").xpath(".//a/@href") == ["/records/table1"]


def test_a_caption_is_told_once_wherever_it_is_printed(client: FlaskClient, services: FakeServices) -> None:
    said = Mention("DSC_0412.jpg", "Warga menyeberang.", "Ana Silva", None)
    link = Link(said, "release1", "Judul", kind=Kind.ARTICLE)
    own = {"caption": [Candidate("iim:2:120", "Warga menyeberang.")]}
    services.change("photo2", values={"caption": "Warga menyeberang."}, origins=own, articles=(link,))
    told = page(client, "/records/photo2")
    for table in told.xpath("//details[@class='group']"):
        table.drop_tree()
    assert words(told.xpath("//article")[0]).count("Warga menyeberang") == 1
    whole = words(page(client, "/records/frame1302").xpath("//article")[0])
    assert [whole.count(caption) for caption in (OWN, OTHER, ENGLISH)] == [1, 1, 1]
    assert "2 captions disagree" in whole


def test_a_long_caption_is_folded_beside_the_picture_and_whole(client: FlaskClient, services: FakeServices) -> None:
    caption = " ".join(f"kata{n}" for n in range(300))
    services.change("photo2", values={"caption": caption}, origins={"caption": [Candidate("iim:2:120", caption)]})
    (told,) = page(client, "/records/photo2").xpath("//div[@class='caption']")
    first, rest = told.xpath(".//p[@class='said']")
    assert first.text_content() + rest.text_content() == caption
    assert len(first.text_content()) <= 500
    assert rest.getparent().tag == "details"


def test_many_captions_and_articles_are_folded_and_all_there(client: FlaskClient, services: FakeServices) -> None:
    links = [
        Link(Mention("DSC_0412.jpg", f"Presiden Ali dan {n} tamu.", None, None), f"a{n}", f"Judul {n}", language="id")
        for n in range(60)
    ]
    services.change("photo2", articles=tuple(links))
    tree = page(client, "/records/photo2")
    rivals = section(tree, "rivals-heading")
    assert len(rivals.xpath("./ul/li")) == 6
    assert len(rivals.xpath("./details/ul/li")) == 54
    assert words(rivals.xpath("./details/summary")[0]) == "54 more"
    assert len(section(tree, "articles-heading").xpath(".//li")) == 60


def test_fields_are_folded_in_groups_and_lead_to_searches(client: FlaskClient, services: FakeServices) -> None:
    values = {"keywords": ["jembatan", "laut lepas"], "city": "Kupang", "source": "Antara", "persons": ["Ali Budi"]}
    services.change("photo2", values=values)
    tree = page(client, "/records/photo2")
    groups = {words(one.xpath("./summary")[0]): one for one in tree.xpath("//details[@class='group']")}
    assert [*groups] == ["Caption and subject 2", "Credit and rights 1", "Date and place 1"]
    urls = [unquote_plus(url) for one in groups.values() for url in one.xpath(".//a/@href")]
    searches = ['/search?q="jembatan"', '/search?q="laut lepas"']
    assert urls == ["/people/ali-budi", *searches, "/sources/antara", "/places/kupang"]


def test_a_grid_keeps_ratios_and_tells_the_rights_in_words(client: FlaskClient, services: FakeServices) -> None:
    free = {"usage_terms": "CC BY 4.0", "creator": ["Ana Silva"], "caption": "Kapal."}
    for name, values in {
        "upright": {"width": 2000, "height": 3000},
        "turned": {"width": 3000, "height": 2000, "orientation": 6},
        "line": {"width": 10_000, "height": 1},
        "pole": {"width": 1, "height": 10_000},
        "free": {"width": 1600, "height": 1200, **free},
        "untold": {"width": "wide", "height": 0},
    }.items():
        origins = {"caption": [Candidate("iim:2:120", values["caption"])]} if "caption" in values else {}
        services.add(record(name, Kind.PHOTO, f"{name}.jpg", values, media_type="image/jpeg", origins=origins))
    services.add(record("raw", Kind.PHOTO, "raw.nef", {}, media_type="image/x-nikon-nef"))
    cells = page(client, "/search?kind=photo&view=grid&page_size=100").xpath("//ol[@class='grid entries']/li")
    by_id = {cell.xpath(".//input/@value")[0]: cell for cell in cells}
    shapes = {id_: by_id[id_].get("class") for id_ in ("upright", "turned", "line", "pole", "free", "untold")}
    assert shapes == {
        "upright": "cell r67",
        "turned": "cell r67",
        "line": "cell r300 whole",
        "pole": "cell r67 whole",
        "free": "cell r133",
        "untold": "cell r150",
    }
    rights = {id_: words(by_id[id_].xpath(".//*[contains(@class, 'dot')]")[0]) for id_ in ("free", "line")}
    assert rights == {"free": "May be printed", "line": "Ask before printing"}
    (looked,) = by_id["free"].xpath(".//a[@data-preview]")
    told = ("/records/free/assets/0", "Kapal.", "Ana Silva", "yes", "May be printed")
    assert tuple(looked.get(f"data-{name}") for name in ("original", "caption", "credit", "verdict", "rights")) == told
    assert by_id["raw"].xpath(".//a/@data-original") == []  # browsers cannot show it
    assert by_id["frame1302"].xpath(".//a/@data-caption") == [""]  # captions contradict each other
    assert by_id["free"].xpath(".//*[@class='keep']/@data-id") == ["free"]


def test_the_chosen_of_a_grid_are_a_list_or_a_zip_without_script(client: FlaskClient) -> None:
    (form,) = page(client, "/search?kind=photo&view=grid").xpath("//form[@class='chooser']")
    chosen = "ids=frame1301&ids=frame1302"
    listed = page(client, f"{form.get('action')}?{chosen}")
    assert words(listed.xpath("//h1")[0]) == "A list of 2 records"
    (zipped,) = form.xpath(".//button[@formaction]")
    asked = f"{zipped.get('formaction')}?{chosen}&{zipped.get('name')}={zipped.get('value')}"
    response = client.get(asked)
    with zipfile.ZipFile(io.BytesIO(response.data)) as previews:
        assert sum(name.endswith(".jpg") for name in previews.namelist()) == 2


def test_the_credit_is_read_and_its_flags_say_what_they_mean(client: FlaskClient) -> None:
    tree = page(client, "/records/frame1302")
    (credit,) = tree.xpath("//div[@class='caption']/span[@class='credit']")
    assert re.search(r"Hoàng Minh Hải / .*via Reuters", words(credit))
    assert "Owner unknown: the credit does not say whose it is: ask before printing" in words(
        tree.xpath("//ul[@class='flags']")[0]
    )


def test_who_is_in_the_picture_and_where(client: FlaskClient) -> None:
    people = words(section(page(client, "/records/frame1302"), "people-heading"))
    assert "Lương Cường" in people
    assert "right (The sidecar file) left (Lễ mở ký Công ước Hà Nội)" in people


def test_neighbours_lead_to_the_contact_sheet(client: FlaskClient) -> None:
    strip = section(page(client, "/records/frame1302"), "run-heading")
    assert SPAN in words(strip)
    assert "Contact sheet of all 12 frames" in words(strip)
    assert len(strip.xpath(".//img")) == 9
    assert strip.xpath(".//a[@aria-current]/@href") == ["/records/frame1302"]
    assert strip.xpath(".//p/a/@href") == ["/records/frame1302/sequence"]
    last = section(page(client, "/records/frame1311"), "run-heading")
    assert last.xpath(".//li/a/@href")[-1] == "/records/frame1311"
    assert len(last.xpath(".//img")) == 9


def test_the_contact_sheet_has_every_frame(client: FlaskClient) -> None:
    tree = page(client, "/records/frame1302/sequence")
    assert words(tree.xpath("//h1")[0]).replace("\u2060", "") == LABEL
    head = words(tree.xpath("//p[@class='facts']")[0])
    assert "25 October 2025" in head
    assert "Hoàng Minh Hải" in head
    frames = tree.xpath("//ol[@class='frames']/li")
    assert len(frames) == 12
    assert words(frames[0]) == "W-HAI_1300.jpg 09:40:00 Khung hình số 1300."
    assert [li.xpath(".//b")[0].text for li in frames if li.get("class") == "here"] == ["1302"]
    assert frames[1].xpath("./a/@href") == ["/records/frame1301"]


@pytest.mark.parametrize("id_", ["photo2", "release1", "never"])
def test_what_stands_in_no_run_has_no_contact_sheet(client: FlaskClient, id_: str) -> None:
    page(client, f"/records/{id_}/sequence", 404)
    assert client.get(f"/api/v1/records/{id_}/sequence").status_code == 404


def test_a_frame_that_is_held_back_is_in_no_strip_and_on_no_sheet(client: FlaskClient, services: FakeServices) -> None:
    services.change("frame1303", status=Status.HELD)
    for path in ("/records/frame1302", "/records/frame1302/sequence", "/api/v1/records/frame1302",
                 "/api/v1/records/frame1302/sequence"):  # fmt: skip
        assert "frame1303" not in client.get(path).text
    assert len(client.get("/api/v1/records/frame1302/sequence").get_json()["records"]) == 11
    for number in range(1300, 1312):
        services.change(f"frame{number}", status=Status.RELEASED if number == 1302 else Status.HELD)
    page(client, "/records/frame1302/sequence", 404)


def test_copies_of_the_picture_are_shown_with_their_size(client: FlaskClient, services: FakeServices) -> None:
    tree = page(client, "/records/frame1302")
    twins = section(tree, "twins-heading")
    assert twins.xpath(".//a/@href") == ["/records/copy1"]
    assert "W-HAI_1302-web.jpg 1200 × 800, 5 bytes probably" in words(twins)
    assert "also-as" not in words(tree)
    services.change("copy1", status=Status.HELD)
    assert not page(client, "/records/frame1302").xpath("//section[@aria-labelledby='twins-heading']")


def test_an_article_shows_doubtful_and_absent_photos_for_what_they_are(client: FlaskClient) -> None:
    sure, guess, gone = page(client, "/records/story1").xpath("//figure")
    assert "Probably" not in words(sure)
    assert OTHER in words(sure)
    assert "Hoàng Minh Hải/TTXVN" in words(sure)
    (folded,) = guess.xpath(".//details")
    assert "open" not in folded.attrib
    assert words(folded) == "Possible photo, unconfirmed its digits are in the file name"
    assert folded.xpath(".//a/@href") == ["/records/copy1"]
    assert guess.xpath(".//img") == folded.xpath(".//img")
    assert gone.get("class") == "absent"
    assert words(gone) == "No photo to show for this name. Phiên bế mạc. W-HAI_1999.jpg"
    assert not gone.xpath(".//img")
    assert gone.xpath(".//a/@href") == ["/search?q=filename%3A%22W-HAI_1999.jpg%22"]


def test_a_caption_table_shows_its_rows_with_their_photos(client: FlaskClient) -> None:
    tree = page(client, "/records/table1")
    here, gone = tree.xpath("//table[@class='sheet']/tbody/tr")
    assert here.xpath(".//img/@src") == ["/records/frame1302/thumbnail"]
    assert words(here) == f"W-HAI_1302.jpg {ENGLISH} English VNA 25 October 2025"
    assert words(gone) == "no photo to show W-HAI_1998.jpg A row without a photo. English 26 October 2025"
    assert "2 captions; 1 photo cannot be shown here" in words(tree)


def test_a_raw_file_is_shown_by_the_picture_beside_it(client: FlaskClient, services: FakeServices) -> None:
    (raw,) = services.catalogue.records["photo2"].assets
    beside = replace(raw, n=1, role=Role.ATTACHMENT, sha256="b" * 64)
    services.change("photo2", assets=(replace(raw, media_type="image/x-nikon-nef"), beside))
    assert client.get("/records/photo2/thumbnail", buffered=True).status_code == 200
    assert services.renditions.asked == ["b" * 64]
    files = page(client, "/records/photo2").xpath("//ul[@class='files']/li")
    assert ["Original, image/x-nikon-nef" in words(files[0]), "Attachment, image/jpeg" in words(files[1])] == [
        True,
        True,
    ]


def test_a_file_name_that_turns_direction_is_no_title_that_does(client: FlaskClient, services: FakeServices) -> None:
    services.add(record("turned", Kind.PHOTO, "\u202egpj.exe", {}, media_type="image/jpeg"))
    assert "\u202e" not in page(client, "/records/turned").xpath("//h1")[0].text_content()


POSITION = re.compile(r"21\.0245|105\.84|12\.5|WGS-84|gps", re.IGNORECASE)


@pytest.mark.parametrize("path", ["/records/frame1302", "/records/frame1302/sequence", "/search?q=W-HAI"])
@pytest.mark.parametrize("root", ["", "/api/v1"])
def test_where_a_photo_was_taken_is_kept_back(client: FlaskClient, root: str, path: str) -> None:
    response = client.get(root + path)
    assert response.status_code == 200
    assert not POSITION.search(response.text)


def test_the_original_is_said_to_tell_where_it_was_taken(client: FlaskClient, services: FakeServices) -> None:
    said = "The original file tells where it was taken"
    assert said in words(page(client, "/records/frame1302").xpath("//ul[@class='files']")[0])
    assert said not in words(page(client, "/records/frame1301"))
    services.settings = replace(Settings(), web=replace(WebSection(), show_positions=True))
    shown = page(client, "/records/frame1302")
    assert said not in words(shown)
    assert "21.0245, 105.8412" in words(shown)
    data = client.get("/api/v1/records/frame1302").get_json()
    assert data["values"]["gps"] == [21.0245, 105.8412]
    assert data["origins"]["gps"]["origin"] == "exif:gps"


def test_positions_are_found_wherever_tags_are_kept(client: FlaskClient, services: FakeServices) -> None:
    hidden = {
        "tags": {"exif:GPSLatitude": "21,1.47N", "tiff:Make": "NIKON"},
        "places": ["Hà Nội", {"Iptc4xmpExt:City": "Hà Nội", "exif:GPSLongitude": "105,50.4E"}],
        "listed": [["GPSLatitude", "21,1.47N"], {"tag": "exif:GPSLongitude", "value": "105,50.4E"}, "kept"],
        "keywords": ["GPS receivers"],
    }
    services.change("photo2", values=hidden, origins={"title": [Candidate("xmp:exif:GPSDestLatitude", "21,1.47N")]})
    text = client.get("/api/v1/records/photo2").text
    assert "21,1.47N" not in text
    assert "105,50.4E" not in text
    data = client.get("/api/v1/records/photo2").get_json()["values"]
    assert data["tags"] == {"tiff:Make": "NIKON"}
    assert data["places"] == ["Hà Nội", {"Iptc4xmpExt:City": "Hà Nội"}]
    assert data["listed"] == ["kept"]
    assert data["keywords"] == ["GPS receivers"]


def test_the_json_of_a_photo_tells_all_of_this(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/frame1302").get_json()
    assert data["caption_conflict"] is True
    assert [(c["words"], c["language"], c["what"], c["conflict"]) for c in data["captions"]] == [
        (OWN, "vi", "caption", True),
        (ENGLISH, "en", "caption", False),
        (OTHER, "vi", "caption", True),
        ("Two men shake hands before flags.", None, "alt_text", False),
    ]
    own, english, other, _ = data["captions"]
    assert own["origin"] == "sidecar:dc:description[vi]"
    assert [s["origin"] for s in own["sources"]] == ["sidecar:dc:description[vi]", "iim:2:120"]
    assert [s["origin"] for s in english["sources"]] == ["xmp:dc:description[en]", "table"]
    assert (other["origin"], other["date"], other["url"]) == ("article", "2025-10-26", "/records/story1")
    assert other["sources"][0]["credit"] == "Hoàng Minh Hải/TTXVN"
    assert data["also_as"][0]["record"] == "copy1"
    assert (data["also_as"][0]["width"], data["also_as"][0]["height"]) == (1200, 800)
    assert data["sequence"]["label"] == LABEL
    assert data["sequence"]["count"] == 12
    assert data["sequence"]["url"] == "/records/frame1302/sequence"
    assert data["sequence"]["records"][2]["id"] == "frame1302"
    assert client.get(data["sequence"]["records"][0]["thumbnail"], buffered=True).status_code == 200
    assert [(m["n"], m["language"], m["date"], m["kind"]) for m in data["articles"]] == [
        (0, "vi", "2025-10-26", "article"),
        (0, "en", "2025-10-25", "document"),
    ]


def test_the_json_reads_the_credits(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/frame1302").get_json()
    first = data["credits"][0]
    assert first["words"] == "Istimewa/Hoàng Minh Hải/TTXVN via Reuters"
    assert first["photographers"] == ["Hoàng Minh Hải"]
    assert first["via"] == ["Reuters"]
    assert data["flags"] == ["owner-unknown"]


def test_the_json_of_what_is_no_photo_has_these_keys_empty(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/speech1").get_json()
    assert (data["captions"], data["caption_conflict"], data["also_as"], data["sequence"]) == ([], False, [], None)
    assert (data["credits"], data["flags"], data["shown"]) == ([], [], [])


def test_the_run_as_json(client: FlaskClient) -> None:
    data = client.get("/api/v1/records/frame1305/sequence").get_json()
    assert (data["label"], data["count"], data["record"]) == (LABEL, 12, "frame1305")
    assert (data["date_from"], data["date_to"]) == ("2025-10-25", "2025-10-25")
    assert data["photographers"] == ["Hoàng Minh Hải"]
    assert data["records"][0] == {
        "id": "frame1300", "filename": "W-HAI_1300.jpg", "url": "/records/frame1300",
        "thumbnail": "/records/frame1300/thumbnail", "created": "2025-10-25T09:40:00+07:00",
        "caption": "Khung hình số 1300.",
    }  # fmt: skip
    assert client.get("/api/v1/records/frame1305/sequence?x=1").status_code == 400


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_captions_names_and_labels_stay_words(services: FakeServices, text: str) -> None:
    mention = Mention(text[:200] + ".jpg", text + " b", text, text, 0, date=text, language=text)
    sheet = Link(mention, "frame1300", text, True, text, genre="caption-sheet", date=text, language=text)
    values = {
        "caption": text, "alt_text": text, "credit": text, "creator": [text, text], "persons": [text], "created": text,
        "language": text, "width": text, "headline": text,
    }  # fmt: skip
    offers = [Candidate(f"xmp:{text}[vi]", text), Candidate("iim:2:120", text + " a"), Candidate(text, "c" + text)]
    for id_ in ("x1", "x2"):
        services.add(
            record(
                id_,
                Kind.PHOTO,
                text[:250] + "_1.jpg",
                values,
                id_.encode(),
                origins={"caption": offers},
                articles=(Link(mention, "release1", text, True, text), replace(sheet, record="table1")),
                relations=(Relation("also-as", "x1" if id_ == "x2" else "x2", text, text, 0.5),),
            )
        )
    services.catalogue.runs = {text: ("x1", "x2")}
    services.change(
        "table1", photos=(sheet, replace(sheet, record=None)), values={"genre": "caption-sheet", "title": text}
    )
    client = create_app({"SERVICES": services}).test_client()
    for path in ("/records/x1", "/records/x1/sequence", "/records/table1", "/search"):
        tree = page(client, path)
        assert "\x00" not in client.get(path).text
        if "alert(1)" in text and path != "/search":
            assert "alert(1)" in tree.text_content()
    assert client.get("/api/v1/records/x1").status_code == 200
    assert client.get("/api/v1/records/x1/sequence").status_code == 200


def test_captions_that_are_only_worded_differently_make_no_alarm(client: FlaskClient, services: FakeServices) -> None:
    said = Mention("W-HAI_1302.jpg", "Quang cảnh buổi lễ tại Hà Nội.", None, "Quang cảnh buổi lễ tại Hà Nội.")
    link = Link(said, "story1", "Lễ mở ký", kind=Kind.ARTICLE, date="2025-10-26", language="vi")
    services.change("frame1302", articles=(link,))
    tree = page(client, "/records/frame1302")
    assert not tree.xpath("//section[@aria-labelledby='rivals-heading']")
    assert "disagree" not in words(tree.xpath("//article")[0])
    captions = section(tree, "other-captions").xpath(".//li")
    assert ["worded differently" in words(caption) for caption in captions] == [False, True]
    data = client.get("/api/v1/records/frame1302").get_json()
    assert (data["caption_conflict"], data["caption_differs"]) == (True, "words")
    assert {caption["differs"] for caption in data["captions"] if caption["language"] == "vi"} == {"words"}
