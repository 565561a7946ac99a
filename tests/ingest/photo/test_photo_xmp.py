"""XMP is read in every valid form, without side effects."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description
from ingest.photo.reconciliation import reconcile_metadata
from ingest.photo.xmp import read_xmp
from tests.builders.photo_builders import alternatives, caption, jpeg, offers, packet, read, xmp_segment
from tests.support.growth import ends


def described(tmp_path: Path, body: str, attributes: str = "") -> Description:
    return read(tmp_path, jpeg(xmp_segment(packet(body, attributes))))


def test_a_property_may_be_an_attribute_or_an_element(tmp_path: Path) -> None:
    for description in (
        described(tmp_path, "<photoshop:City>Jakarta</photoshop:City>"),
        described(tmp_path, "", 'photoshop:City="Jakarta"'),
    ):
        assert offers(description, "city") == [("xmp:photoshop:City", "Jakarta")]


def test_any_prefix_will_do() -> None:
    text = packet("", 'photoshop:Headline="Sidang"').replace(b"photoshop:", b"ns0:").replace(b"rdf:", b"r:")
    text = (
        text.replace(b"xmlns:rdf=", b"xmlns:r=")
        .replace(b"x:xmpmeta", b"any:xmpmeta")
        .replace(b"xmlns:x=", b"xmlns:any=")
    )
    assert read_xmp(text.replace(b"xmlns:photoshop=", b"xmlns:ns0=")).first("photoshop:Headline") == "Sidang"


def test_all_languages_are_kept_and_x_default_is_used(tmp_path: Path) -> None:
    body = alternatives("dc:description", vi="Lễ ký.", id="Penandatanganan.", x_default="The signing.")
    assert offers(described(tmp_path, body), "caption") == [
        ("xmp:dc:description", "The signing."),
        ("xmp:dc:description[vi]", "Lễ ký."),
        ("xmp:dc:description[id]", "Penandatanganan."),
    ]


def test_without_x_default_the_first_language_is_used(tmp_path: Path) -> None:
    body = alternatives("dc:description", id="Upacara.", en="Ceremony.")
    assert offers(described(tmp_path, body), "caption") == [
        ("xmp:dc:description[id]", "Upacara."),
        ("xmp:dc:description[en]", "Ceremony."),
    ]


def test_a_caption_may_stand_without_alternatives(tmp_path: Path) -> None:
    assert described(tmp_path, "<dc:description>Plain</dc:description>").values["caption"] == "Plain"
    tagged = described(tmp_path, '<dc:description xml:lang="id">Polos</dc:description>')
    assert offers(tagged, "caption") == [("xmp:dc:description[id]", "Polos")]


@pytest.mark.parametrize("kind", ["Bag", "Seq", "Alt"])
def test_lists_are_lists_in_every_container(tmp_path: Path, kind: str) -> None:
    body = f"<dc:subject><rdf:{kind}><rdf:li>satu</rdf:li><rdf:li>dua</rdf:li></rdf:{kind}></dc:subject>"
    assert described(tmp_path, body).values["keywords"] == ["satu", "dua"]


def test_structures_are_read_in_their_three_forms(tmp_path: Path) -> None:
    field = "<Iptc4xmpExt:City>Bandung</Iptc4xmpExt:City>"
    for item in (
        f'<rdf:li rdf:parseType="Resource">{field}</rdf:li>',
        f"<rdf:li><rdf:Description>{field}</rdf:Description></rdf:li>",
        '<rdf:li Iptc4xmpExt:City="Bandung"/>',
    ):
        body = f"<Iptc4xmpExt:LocationShown><rdf:Bag>{item}</rdf:Bag></Iptc4xmpExt:LocationShown>"
        assert offers(described(tmp_path, body), "city") == [("xmp:Iptc4xmpExt:LocationShown/City", "Bandung")]


def test_persons_of_both_properties_are_one_list_and_each_is_kept(tmp_path: Path) -> None:
    body = (
        "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Lương Cường</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>"
        '<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType="Resource">'
        + alternatives("Iptc4xmpExt:PersonName", x_default="António Guterres", pt="António Guterres (PT)")
        + "</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
    )
    both = "xmp:Iptc4xmpExt:PersonInImage+Iptc4xmpExt:PersonInImageWDetails/PersonName"
    assert offers(described(tmp_path, body), "persons") == [
        (both, ["Lương Cường", "António Guterres"]),
        ("xmp:Iptc4xmpExt:PersonInImage", ["Lương Cường"]),
        ("xmp:Iptc4xmpExt:PersonInImageWDetails/PersonName", ["António Guterres"]),
    ]


def test_entities_escaped_twice_are_resolved(tmp_path: Path) -> None:
    assert (
        read(tmp_path, jpeg(xmp_segment(caption("Bait &amp;amp; &amp;quot;Switch&amp;quot; &amp;#233;")))).values[
            "caption"
        ]
        == 'Bait & "Switch" é'
    )
    assert read(tmp_path, jpeg(xmp_segment(caption("R&amp;D of A&amp;T")))).values["caption"] == "R&D of A&T"


def test_qualified_and_linked_values_are_read() -> None:
    body = (
        '<photoshop:City rdf:parseType="Resource"><rdf:value>Medan</rdf:value></photoshop:City>'
        '<Iptc4xmpExt:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>'
    )
    source = read_xmp(packet(body))
    assert source.first("photoshop:City") == "Medan"
    assert source.first("Iptc4xmpExt:DigitalSourceType").endswith("/digitalCapture")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_packets_in_wide_encodings_are_read(codec: str) -> None:
    text = packet("<photoshop:City>Đà Nẵng</photoshop:City>").decode().partition("?>")[2]
    assert read_xmp(text.encode(codec)).first("photoshop:City") == "Đà Nẵng"


def test_prefixes_that_nobody_declared_mean_the_usual() -> None:
    text = packet("<photoshop:City>Solo</photoshop:City>", 'photoshop:State="Jawa Tengah"')
    forgotten = text.replace(b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"', b"")
    forgotten = forgotten.replace(b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"', b"")
    assert read_xmp(forgotten).first("photoshop:City") == "Solo"
    assert read_xmp(forgotten).first("photoshop:State") == "Jawa Tengah"


def test_a_packet_cut_off_gives_what_comes_before() -> None:
    whole = packet("<photoshop:City>Huế</photoshop:City><photoshop:State>Thừa Thiên</photoshop:State>")
    assert read_xmp(whole[: whole.index(b"</photoshop:State>") - 4]).first("photoshop:City") == "Huế"


def tenfold(number: int) -> str:
    return f"&l{number};" * 10


def test_entities_are_never_expanded_nor_files_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY l{n} "{tenfold(n - 1)}">' for n in range(1, 10))
    head = f'<!DOCTYPE r [<!ENTITY l0 "lol">{bomb}<!ENTITY file SYSTEM "file://{secret}">]>'.encode()
    hostile = head + packet("<photoshop:City>&file;&l9;</photoshop:City><photoshop:State>Jawa</photoshop:State>")
    with ends():
        source = read_xmp(hostile)
    assert source.first("photoshop:State") == "Jawa"
    assert source.first("photoshop:City") == ""


def test_entities_in_attributes_are_not_expanded_either() -> None:
    hostile = b'<!DOCTYPE r [<!ENTITY a "boo">]>' + packet("", 'photoshop:City="&a;" photoshop:State="Bali"')
    assert "boo" not in str(read_xmp(hostile))


def test_deep_and_wide_packets_end() -> None:
    deep = "<photoshop:City>" + "<rdf:Bag><rdf:li>" * 3000 + "x" + "</rdf:li></rdf:Bag>" * 3000 + "</photoshop:City>"
    wide = "<dc:subject><rdf:Bag>" + "<rdf:li>a</rdf:li>" * 200_000 + "</rdf:Bag></dc:subject>"
    with ends():
        read_xmp(packet(deep))
        assert len(read_xmp(packet(wide)).fields["dc:subject"]) <= 5_000


def test_signs_and_names_that_xml_does_not_know_are_kept(tmp_path: Path) -> None:
    body = "<photoshop:Credit>Marks & Spencer R&D</photoshop:Credit><photoshop:City>Caf&eacute;</photoshop:City>"
    values = described(tmp_path, body, 'photoshop:State="Nord & S&uuml;d"').values
    assert (values["credit"], values["city"], values["state"]) == ("Marks & Spencer R&D", "Café", "Nord & Süd")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("&#xD83D;&#xDE00;", "\U0001f600"),
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xD800;", ""),
        ("&#1;", ""),
        ("\x0b", ""),
    ],
)
def test_references_to_what_is_no_character_do_no_harm(tmp_path: Path, written: str, read_as: str) -> None:
    values = described(
        tmp_path, f"<photoshop:City>So{written}lo</photoshop:City><photoshop:State>X</photoshop:State>"
    ).values
    assert (values["city"], values["state"]) == (f"So{read_as}lo", "X")


def test_former_and_misspelt_namespaces_are_known(tmp_path: Path) -> None:
    former = packet("", 'photoshop:City="Solo"').replace(
        b"1999/02/22-rdf-syntax-ns#", b"TR/1999/REC-rdf-syntax-19990217#"
    )
    assert read_xmp(former).first("photoshop:City") == "Solo"
    assert (
        read_xmp(packet("<dc:title>T</dc:title>").replace(b"elements/1.1/", b"elements/1.1")).first("dc:title") == "T"
    )


def test_some_bytes_of_another_encoding_do_not_spoil_the_rest(tmp_path: Path) -> None:
    mixed = packet("<photoshop:City>Đà Nẵng</photoshop:City><photoshop:State>Caf?</photoshop:State>")
    values = read(tmp_path, jpeg(xmp_segment(mixed.replace(b"Caf?", b"Caf\xe9")))).values
    assert (values["city"], values["state"]) == ("Đà Nẵng", "Café")


MWG = "http://www.metadataworkinggroup.com/schemas/regions/"
MICROSOFT = "http://ns.microsoft.com/photo/1.2/"


def region(name: str, kind: str) -> str:
    """Return a region of MWG's list, optionally without a name or a type."""
    fields = f"<mwg-rs:Name>{name}</mwg-rs:Name>" * bool(name) + f"<mwg-rs:Type>{kind}</mwg-rs:Type>" * bool(kind)
    return f'<rdf:li rdf:parseType="Resource">{fields}</rdf:li>'


def test_faces_are_persons_and_other_regions_are_not(tmp_path: Path) -> None:
    regions = region("Ana", "Face") + region("Rex", "Pet") + region("", "Face") + region("Budi", "")
    body = (
        f'<mwg-rs:Regions xmlns:mwg-rs="{MWG}" rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>{regions}</rdf:Bag>'
        f'</mwg-rs:RegionList></mwg-rs:Regions><MP:RegionInfo xmlns:MP="{MICROSOFT}" rdf:parseType="Resource">'
        f'<MPRI:Regions xmlns:MPRI="{MICROSOFT}t/RegionInfo#"><rdf:Bag><rdf:li xmlns:MPReg="{MICROSOFT}t/Region#" '
        'MPReg:PersonDisplayName="Citra"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>'
    )
    description = described(tmp_path, body)
    assert offers(description, "persons") == [
        ("xmp:mwg-rs:Regions/RegionList/Name", ["Ana", "Budi"]),
        ("xmp:MP:RegionInfo/MPRI:Regions/MPReg:PersonDisplayName", ["Citra"]),
    ]
    assert ("xmp:mwg-rs:Regions/RegionList/Name (Pet)", "Rex") in offers(description, "other")


def test_what_no_key_takes_is_kept_but_is_no_value(tmp_path: Path) -> None:
    plus = 'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:Version="2.0" exif:GPSSatellites="5"'
    licensors = "".join(f"<rdf:li>{name}</rdf:li>" for name in ("VNA", "Antara"))
    description = described(tmp_path, f"<plus:Licensor><rdf:Seq>{licensors}</rdf:Seq></plus:Licensor>", plus)
    assert offers(description, "other") == [("xmp:plus:Version", "2.0"), ("xmp:plus:Licensor", ["VNA", "Antara"])]
    assert offers(description, "gps_other") == [("xmp:exif:GPSSatellites", "5")]
    assert not {"other", "gps_other"} & set(description.values)
    again = Description.from_json(description.to_json())
    again.offer("other", "more", "xmp:x")
    assert "other" not in again.values


def test_what_is_kept_of_ten_thousand_properties_is_bounded(tmp_path: Path) -> None:
    body = "".join(f"<dc:x{n}>{'word ' * 50}</dc:x{n}>" for n in range(10_000)) + "<dc:title>T</dc:title>"
    description = described_alone(body[:4_000_000])
    kept = offers(description, "other")
    assert 100 < len(kept) <= 600
    assert sum(len(str(value)) for _, value in kept) <= 60_000


def described_alone(body: str) -> Description:
    """Return the description from a packet that is too large for one segment."""
    description = Description("image/jpeg", "photo", 1)
    reconcile_metadata([read_xmp(packet(body))], description)
    return description


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 100_000,
        "<photoshop:City>" + "<rdf:Bag><rdf:li>" * 50_000,
        "<dc:subject><rdf:Bag>" + "<rdf:li>a</rdf:li>" * 300_000 + "</rdf:Bag></dc:subject>",
        "".join(f'<p{n}:x xmlns:p{n}="urn:{n}">v</p{n}:x>' for n in range(100_000)),
        "&" * 1_000_000,
        "&#" * 2_000_000,
        "&#xD800;" * 1_000_000,
        "<photoshop:City>" + " " * 50_000_000 + "</photoshop:City>",
    ],
    ids=[
        "nested",
        "lists in lists",
        "a long list",
        "many namespaces",
        "ampersands",
        "half references",
        "halves",
        "50 MB",
    ],
)
def test_packets_made_to_cost_end_soon(body: str) -> None:
    whole = packet(body + "<photoshop:State>Jawa</photoshop:State>")
    with ends():
        read_xmp(whole)
