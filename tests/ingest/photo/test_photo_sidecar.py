"""Sidecars of every program are read, with matching origins, and nothing is invented for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from archive.record import Description, Status
from ingest.description.file_description import describe, inspect_json
from ingest.files.restrictions import access_for
from ingest.photo.sidecar import read_sidecar
from ingest.readers.base.sniff import media_type
from ingest.readers.base.source import Source
from tests.builders.photo_builders import alternatives, jpeg, packet, xmp_segment

DARKTABLE = """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:darktable="http://darktable.sf.net/"
    xmp:Rating="3" xmpMM:DerivedFrom="DSC_0412.NEF" darktable:xmp_version="5">
   <dc:creator><rdf:Seq><rdf:li>Ana Lim</rdf:li></rdf:Seq></dc:creator>
   <darktable:history><rdf:Seq><rdf:li darktable:operation="rawprepare"/></rdf:Seq></darktable:history>
  </rdf:Description></rdf:RDF></x:xmpmeta>"""
LIGHTROOM = """<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
   xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
   photoshop:SidecarForExtension="CR2" photoshop:City="Hà Nội" crs:Exposure2012="+0.35" tiff:Model="Canon EOS R5"/>
 </rdf:RDF></x:xmpmeta>"""
DIGIKAM = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 5.6.0"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/" digiKam:PickLabel="0">
 <digiKam:TagsList><rdf:Seq><rdf:li>Tempat/Jakarta</rdf:li><rdf:li>Orang/Ana</rdf:li></rdf:Seq></digiKam:TagsList>
 </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
EXIFTOOL = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Image::ExifTool 13.25'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>

 <rdf:Description rdf:about=''
  xmlns:exif='http://ns.adobe.com/exif/1.0/'>
  <exif:GPSLatitude>6,10.5S</exif:GPSLatitude>
  <exif:GPSLongitude>106,49.5E</exif:GPSLongitude>
 </rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""


def sidecar(folder: Path, data: bytes | str, filename: str = "DSC_0412.xmp") -> Description:
    path = folder / "original"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    assert media_type(path, filename) == "application/rdf+xml"
    return Description.from_json(describe(str(path), filename, str(folder)))


def offered(description: Description, key: str) -> list[tuple[str, Any]]:
    return [(offer.origin, offer.value) for offer in description.origins.get(key, ())]


@pytest.mark.parametrize(
    ("text", "key", "offers"),
    [
        (DARKTABLE, "creator", [("sidecar:dc:creator", ["Ana Lim"])]),
        (DARKTABLE, "rating", [("sidecar:xmp:Rating", 3)]),
        (LIGHTROOM, "city", [("sidecar:photoshop:City", "Hà Nội")]),
        (LIGHTROOM, "camera_model", [("sidecar:tiff:Model", "Canon EOS R5")]),
        (DIGIKAM, "keywords", [("sidecar:digiKam:TagsList", ["Tempat/Jakarta", "Orang/Ana"])]),
        (EXIFTOOL, "gps", [("sidecar:exif:GPSLatitude+exif:GPSLongitude", [-6.175, 106.825])]),
    ],
)
def test_sidecars_of_the_usual_programs_are_read(
    tmp_path: Path, text: str, key: str, offers: list[tuple[str, Any]]
) -> None:
    description = sidecar(tmp_path, text)
    assert offered(description, key) == offers
    assert description.reader == "sidecar"
    assert description.notes == []


def test_what_it_is_made_for_is_kept_as_it_stands(tmp_path: Path) -> None:
    assert ("sidecar:xmpMM:DerivedFrom", "DSC_0412.NEF") in offered(sidecar(tmp_path, DARKTABLE), "other")
    assert ("sidecar:photoshop:SidecarForExtension", "CR2") in offered(sidecar(tmp_path, LIGHTROOM), "other")


def test_captions_keep_their_languages(tmp_path: Path) -> None:
    body = alternatives("dc:description", x_default="The President lays a wreath.", vi="Chủ tịch nước đặt vòng hoa.")
    description = sidecar(tmp_path, packet(body))
    assert offered(description, "caption") == [
        ("sidecar:dc:description", "The President lays a wreath."),
        ("sidecar:dc:description[vi]", "Chủ tịch nước đặt vòng hoa."),
    ]
    assert description.values["language"] == "en"


def test_neither_a_kind_nor_a_title_is_made_up(tmp_path: Path) -> None:
    description = sidecar(tmp_path, packet(alternatives("dc:description", x_default="The port at dawn. It was cold.")))
    assert not {"kind", "title", "date", "width"} & set(description.values)
    assert offered(sidecar(tmp_path, packet("<dc:title>Port</dc:title>")), "title") == [("sidecar:dc:title", "Port")]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_it_may_be_in_any_encoding_of_unicode(tmp_path: Path, codec: str) -> None:
    assert sidecar(tmp_path, LIGHTROOM.encode(codec)).values["city"] == "Hà Nội"


def test_it_is_known_by_its_content_under_any_name(tmp_path: Path) -> None:
    for text in (DARKTABLE, LIGHTROOM, DIGIKAM, EXIFTOOL):
        assert sidecar(tmp_path, text, "whatever").reader == "sidecar"
    bare = LIGHTROOM[LIGHTROOM.index("<rdf:RDF") :].replace("</x:xmpmeta>", "")
    assert sidecar(tmp_path, bare).values["city"] == "Hà Nội"
    feed = tmp_path / "feed"
    feed.write_text('<?xml version="1.0"?><rdf:RDF xmlns:rdf="x"><item>News</item></rdf:RDF>')
    assert media_type(feed, "feed.rdf") == "application/xml"


@pytest.mark.parametrize("data", [b"this is no XMP", b"<html><body>Not found</body></html>", b"\x00\x01\x02\xff" * 50])
def test_one_without_xmp_holds_its_photo_and_says_what_to_do(tmp_path: Path, data: bytes) -> None:
    description = sidecar(tmp_path, data)
    assert description.values["embargo"]["until"] is None
    assert access_for(description, Status.RELEASED).status is Status.HELD
    assert re.search(r"save the description of its photo once more .* ingest the new file", description.notes[0])


def test_one_cut_off_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    whole = packet("<photoshop:City>Huế</photoshop:City><photoshop:State>Thừa Thiên</photoshop:State>")
    description = sidecar(tmp_path, whole[: whole.index(b"</photoshop:State>")])
    assert description.values["city"] == "Huế"
    assert "ends before it is complete" in description.notes[0]
    assert access_for(description, Status.RELEASED).status is Status.HELD


def test_one_cut_off_behind_its_embargo_keeps_that(tmp_path: Path) -> None:
    words = "EMBARGOED UNTIL 10:00 WIB, 3 May 2051"
    whole = packet(f"<photoshop:Instructions>{words}</photoshop:Instructions><photoshop:City>Huế</photoshop:City>")
    description = sidecar(tmp_path, whole[: whole.index(b"</photoshop:City>")])
    assert description.values["embargo"]["until"] == "2051-05-03T03:00:00Z"


def test_an_empty_one_says_nothing(tmp_path: Path) -> None:
    description = sidecar(tmp_path, packet(""))
    assert description.values == {}
    assert description.notes == ["the sidecar says nothing of its photo"]


def test_an_embargo_in_it_holds_as_in_a_photo(tmp_path: Path) -> None:
    words = "EMBARGOED UNTIL 10:00 WIB, 3 May 2026"
    description = sidecar(tmp_path, packet(f"<photoshop:Instructions>{words}</photoshop:Instructions>"))
    assert description.values["embargo"] == {
        "until": "2026-05-03T03:00:00Z",
        "words": words,
        "origin": "sidecar:photoshop:Instructions",
    }


def test_inspect_shows_the_keys_of_a_photo(tmp_path: Path) -> None:
    shown = inspect_json(sidecar(tmp_path, LIGHTROOM), "DSC_0412.xmp")
    assert shown["city"] == "Hà Nội"
    assert shown["persons"] == []
    assert shown["caption"] is None


def test_a_photo_by_that_name_is_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "original"
    path.write_bytes(jpeg(xmp_segment(packet(""))))
    assert media_type(path, "photo.xmp") == "image/jpeg"


def test_a_huge_one_is_read_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "original"
    padding = b" " * (20 << 20)
    path.write_bytes(packet("<photoshop:City>Solo</photoshop:City>").replace(b"</rdf:RDF>", padding + b"</rdf:RDF>"))
    description = read_sidecar(Source(path, "a.xmp", "application/rdf+xml", tmp_path))
    assert description.values["city"] == "Solo"
    assert "only the first 16 MB" in description.notes[0]


def test_subjects_keep_their_codes_and_names(tmp_path: Path) -> None:
    topics, codes = "http://cv.iptc.org/newscodes/mediatopic/", "http://cv.iptc.org/newscodes/subjectcode/"
    terms = "".join(
        f"<rdf:li rdf:parseType='Resource'><Iptc4xmpExt:CvId>{topics}</Iptc4xmpExt:CvId><Iptc4xmpExt:CvTermId>{topics}"
        f"{number}</Iptc4xmpExt:CvTermId>{alternatives('Iptc4xmpExt:CvTermName', x_default=name)}</rdf:li>"
        for number, name in (("20000053", "diplomacy"), ("20000350", "central bank"))
    )
    packed = packet(
        f"<Iptc4xmpExt:AboutCvTerm><rdf:Bag>{terms}</rdf:Bag></Iptc4xmpExt:AboutCvTerm>"
        "<Iptc4xmpCore:SubjectCode><rdf:Bag><rdf:li>16009000</rdf:li><rdf:li>other</rdf:li></rdf:Bag>"
        "</Iptc4xmpCore:SubjectCode>"
    )
    found = {one["code"]: one for _, offer in offered(sidecar(tmp_path, packed), "subjects") for one in offer}
    assert found == {
        "medtop:20000053": {
            "name": "diplomacy", "code": "medtop:20000053", "scheme": topics, "uri": f"{topics}20000053",
        },
        "medtop:20000350": {
            "name": "central bank", "code": "medtop:20000350", "scheme": topics, "uri": f"{topics}20000350",
        },
        "subj:16009000": {"code": "subj:16009000", "scheme": codes, "uri": f"{codes}16009000"},
    }  # fmt: skip
