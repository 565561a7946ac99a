"""Files written by exiftool, with each of our tags in turn: we have every value that it reads back."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from every_tag import Tally, add, exiftool

from tests.builders.photo_builders import picture
from tests.shared.test_shared_photos import FLOOR, TAGS, compare, described

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")

WORDS = "Presiden Lương Cường menerima delegasi Hà Nội ký Công ước café Zürich “quoted” – Nẵng & <b> Đặng".split()  # noqa: SIM905
KINDS = {"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif", "WEBP": ".webp", "AVIF": ".avif"}
SEVERAL = ("keywords", "creator", "persons", "organisations")
TIMES = ("TimeCreated", "CreationTime")
PLACE = ("-GPSLatitude=6.175", "-GPSLatitudeRef=S", "-GPSLongitude=106.8", "-GPSLongitudeRef=E")
ONE_EACH = ("Artist", "XPAuthor", "XPKeywords")
FILES = 12  # of each kind
# Tags without a key.
OTHERS = [
    "IPTC:EditStatus=Lead", "IPTC:FixtureIdentifier=SUMMIT-01", "IPTC:OriginatingProgram=Wire desk",
    "IPTC:ProgramVersion=4.2", "IPTC:ObjectCycle=b", "IPTC:Contact=Ana Lim", "IPTC:LanguageIdentifier=vi",
    "IPTC:ContentLocationName=Hà Nội", "IPTC:LocalCaption=Lễ ký", "IPTC:ImageType=1M", "IPTC:Destination=WIRE",
    "IPTC:ServiceIdentifier=ANT", "IPTC:UniqueObjectName=x:y:z", "IPTC:DateSent=2025:10:25",
    "IFD0:Software=Desk 4.2", "IFD0:ProcessingSoftware=Other 1.0", "IFD0:DocumentName=Công ước",
    "IFD0:HostComputer=desk-7", "IFD0:ModifyDate=2025:10:26 10:00:00",
    "ExifIFD:ExposureTime=1/250", "ExifIFD:FNumber=2.8", "ExifIFD:ISO=400", "ExifIFD:FocalLength=70",
    "ExifIFD:LensModel=70-200mm", "ExifIFD:LensInfo=70 200 2.8 2.8", "ExifIFD:SerialNumber=123456",
    "ExifIFD:OwnerName=Đặng An", "ExifIFD:ImageUniqueID=abcdef0123456789", "ExifIFD:Flash#=16",
    "ExifIFD:MeteringMode#=5", "ExifIFD:ExposureCompensation=-0.67", "ExifIFD:SubSecTimeOriginal=53",
    "ExifIFD:OffsetTime=+07:00", "ExifIFD:ComponentsConfiguration#=1 2 3 0",
    "GPS:GPSAltitude=12.5", "GPS:GPSAltitudeRef#=1", "GPS:GPSDateStamp=2025:10:25", "GPS:GPSTimeStamp=09:30:15",
    "GPS:GPSImgDirection=271.5", "GPS:GPSAreaInformation=Bến cảng", "GPS:GPSMapDatum=WGS-84",
    "XMP-plus:ImageSupplierImageID=S-1", "XMP-plus:LicensorName=Vietnam News Agency", "XMP-plus:CopyrightOwnerName=VNA",
    "XMP-plus:ImageCreatorName=An", "XMP-plus:Version=2.0", "XMP-iptcCore:CreatorWorkEmail=an@desk.example",
    "XMP-iptcCore:CreatorCity=Huế", "XMP-iptcCore:Scene=010100", "XMP-iptcCore:SubjectCode=04000000",
    "XMP-iptcCore:IntellectualGenre=Actuality", "XMP-iptcExt:ArtworkTitle=Tranh Đông Hồ",
    "XMP-iptcExt:ArtworkCreator=Vô danh", "XMP-iptcExt:MaxAvailHeight=4000", "XMP-iptcExt:RegistryItemID=R-1",
    "XMP-iptcExt:DigitalImageGUID=urn:x:1", "XMP-iptcExt:AdditionalModelInformation=two", "XMP-iptcExt:ModelAge=30",
    "XMP-iptcExt:LocationShownCity=Đà Nẵng", "XMP-iptcExt:LocationShownWorldRegion=Asia",
    "XMP-iptcExt:LocationCreatedLocationId=urn:y:2", "XMP-iptcExt:PersonInImageName=Lương Cường",
    "XMP-xmp:CreatorTool=Desk 4.2", "XMP-xmp:MetadataDate=2025:10:26 10:00:00+07:00", "XMP-xmp:Nickname=kapal",
    "XMP-xmpMM:DocumentID=xmp.did:1", "XMP-xmpMM:DerivedFromDocumentID=xmp.did:0", "XMP-xmpMM:HistoryAction=saved",
    "XMP-xmpRights:Marked=True", "XMP-xmpRights:Owner=VNA", "XMP-dc:Publisher=Desk", "XMP-dc:Contributor=Budi",
    "XMP-dc:Identifier=ID-1", "XMP-dc:Source=scan", "XMP-dc:Type=photo", "XMP-dc:Language=vi", "XMP-dc:Coverage=Asia",
    "XMP-lr:HierarchicalSubject=Asia|Hà Nội", "XMP-digiKam:TagsList=Asia/Huế", "XMP-mwg-rs:RegionName=Budi",
    "XMP-mwg-rs:RegionType=Face", "XMP-MP:RegionPersonDisplayName=Citra", "XMP-aux:SerialNumber=77",
    "XMP-aux:Lens=70-200mm", "XMP-tiff:Artist=Ana", "XMP-tiff:ImageDescription=Pelabuhan", "XMP-tiff:Make=NIKON",
    "XMP-exif:UserComment=Cảng", "XMP-exif:FNumber=4", "XMP-exif:GPSAltitude=12.5", "XMP-exif:GPSSatellites=5",
    "XMP-exifEX:LensModel=50mm", "XMP-crs:Exposure2012=+0.35", "XMP-crs:WhiteBalance=As Shot", "XMP-crs:Saturation=+5",
    "XMP-prism:PublicationName=Tin", "XMP-pdf:Keywords=a, b", "XMP-acdsee:Caption=Kapal", "XMP-cc:License=http://x",
    "XMP-GettyImages:AssetID=836154525", "XMP-photomech:ColorClass#=1", "XMP-xmpDM:Scene=1",
]  # fmt: skip


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def _moment(chance: random.Random, name: str) -> str:
    day = f"{chance.randint(1950, 2026)}:{chance.randint(1, 12):02d}:{chance.randint(1, 28):02d}"
    if name == "DateCreated" and chance.random() < 0.5:
        return day[: chance.choice((4, 7, 10))]
    return f"{day} {chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:{chance.randint(0, 59):02d}"


def _arguments(chance: random.Random, group: str, name: str, key: str) -> list[str]:
    if key == "orientation":
        return [f"-{group}:{name}#={chance.randint(1, 8)}"]
    if key in ("rating", "priority"):
        values = [str(chance.randint(1, 5))]
    elif "Date" in name or "Time" in name:
        moment = _moment(chance, name if group == "XMP-photoshop" else "")
        values = [moment[:10] if group == "IPTC" else moment]
    elif key in SEVERAL and name not in ONE_EACH:
        values = list(dict.fromkeys(_words(chance, 3) for _ in range(chance.randint(1, 4))))
    else:
        values = ["VNM" if key == "country_code" else _words(chance, 30)]
    return [f"-{group}:{name}={value}" for value in values]


def _writable(kind: str) -> list[tuple[str, str, str]]:
    """Return (group, name, key) of the tags that exiftool can write into such a file, without times that lack dates."""
    absent = {"File", "PNG", "RIFF", "Composite"} | ({"IPTC"} if kind in ("WEBP", "AVIF") else set())
    named = [(*tag.split(":"), key) for tag, key in TAGS.items()]
    return [(group, name, key) for group, name, key in named if group not in absent and not name.endswith(TIMES)]


def _others(chance: random.Random, kind: str) -> list[str]:
    without = ("IPTC",) if kind in ("WEBP", "AVIF") else ()
    return [f"-{one}" for one in chance.sample(OTHERS, 40) if not one.startswith(without or ("none",))]


def _written(folder: Path, kind: str) -> None:
    """Write files with random tags, all by one exiftool process."""
    chance = random.Random(kind)
    command = ["exiftool"]
    for index in range(FILES):
        path = folder / f"{index}{KINDS[kind]}"
        picture(80, 60).save(path, kind)
        keys = [argument for one in chance.sample(_writable(kind), 40) for argument in _arguments(chance, *one)]
        command += [*keys, *_others(chance, kind), *PLACE, str(path), "-execute"]
    done = subprocess.run(
        [*command, "-common_args", "-q", "-m", "-overwrite_original"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_we_hold_what_exiftool_wrote(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    _written(tmp_path, kind)
    result, tally = compare(tmp_path), Tally()
    for name, tags in exiftool(tmp_path).items():
        add(tally, name, tags, described(tmp_path / name))
    with capsys.disabled():
        print(f"\n{kind}\n{result.table()}\n{tally.table()}")
    assert result.asked > 300
    assert sum(tally.asked.values()) > 800
    assert result.missing == []
    assert tally.share() >= FLOOR, tally.missing
