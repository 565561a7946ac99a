"""The keys that describe a photo, and the fields that each is read from. This is the only list of them.

A source (sidecar, XMP, IIM, EXIF, PNG text, JPEG comment) has fields that all look alike. Names of fields are XMP
`prefix:Name` (structures: `prefix:Name/Field`), IIM `record:dataset`, EXIF tag numbers in decimal, PNG keywords,
`comment` for the JPEG comment, and for CRW the names used here. `a+b` is a date and its time or time zone.

Unmapped fields are kept as candidates under `record.OTHER`, with their origin (`exif:33434`) and value: text, a number,
or a list of these. The record does not use them. Fields with a position are under `record.GPS_OTHER`: withholding the
keys that begin with `gps` withholds all of it.

Sources: IPTC Photo Metadata Standard 2023.2, IIM 4.2, CIPA DC-008 (EXIF 3.0), MWG 2.0 (regions), W3C PNG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SourceValue:
    """One value of a source, with its language if named; `variant`: a translation of another."""

    value: str
    language: str | None = None
    variant: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one source by name: `dc:description`, `2:120`, `270`, `Description`, `comment`.

    `numbers` holds fields that are numbers rather than text (EXIF rationals and integers). `format` is that of the
    file a comment stands in.
    """

    name: str
    fields: Mapping[str, Sequence[SourceValue]]
    numbers: Mapping[str, Sequence[float]] = field(default_factory=dict)
    format: str = "jpeg"

    @property
    def is_xmp(self) -> bool:
        """Return whether it is an XMP packet, in the file or in a sidecar."""
        return self.name in ("xmp", "sidecar")

    def first(self, name: str) -> str:
        """Return the first value of a field, or an empty one."""
        said = self.fields.get(name)
        return said[0].value if said else ""

    def origin(self, *names: str) -> str:
        """Return the origin of a value from these fields."""
        return f"{self.format} comment" if self.name == "jpeg" else f"{self.name}:{'+'.join(names)}"


class ValueShape(StrEnum):
    """The form of a value: text, list of texts, date, number, [latitude, longitude], make and model, metres."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    NUMBER = "number"
    POSITION = "position"
    CAMERA = "camera"
    ALTITUDE = "altitude"


@dataclass(frozen=True, slots=True)
class MetadataKey:
    """One key. `exif_first`: what the camera measured wins over what an editor's program copied from it.

    `copies` are XMP properties that only repeat an EXIF tag: they come after EXIF. `united`: these XMP properties form
    one list. A list's only value is split at its `separators` if it contains one of them, or two commas.
    """

    name: str
    shape: ValueShape
    xmp: tuple[str, ...] = ()
    iim: tuple[str, ...] = ()
    exif: tuple[str, ...] = ()
    png: tuple[str, ...] = ()
    jpeg: tuple[str, ...] = ()
    crw: tuple[str, ...] = ()
    exif_first: bool = False
    copies: tuple[str, ...] = ()
    united: tuple[str, ...] = ()
    separators: str = ""

    def fields(self, source: str) -> tuple[str, ...]:
        """Return the names of its fields in the source of that name."""
        names: tuple[str, ...] = getattr(self, "xmp" if source == "sidecar" else source)
        return names


SOURCES = ("sidecar", "xmp", "iim", "exif", "crw", "png", "jpeg")  # in order of trust
# The names of faces only: those of other regions (a pet, a bar code) are separated on reading.
FACES = "mwg-rs:Regions/RegionList/Name"
_MICROSOFT_FACES = "MP:RegionInfo/MPRI:Regions/MPReg:PersonDisplayName"
_NAMED = "Iptc4xmpExt:PersonInImage"
_SHOWN, _MADE = "Iptc4xmpExt:LocationShown", "Iptc4xmpExt:LocationCreated"

KEYS = (
    MetadataKey("title", ValueShape.TEXT, ("dc:title",), ("2:05",), ("40091",), ("Title",)),
    MetadataKey("headline", ValueShape.TEXT, ("photoshop:Headline",), ("2:105",), (), ("Headline",)),
    MetadataKey(
        "caption",
        ValueShape.TEXT,
        ("dc:description",),
        ("2:120",),
        ("270", "40092", "37510", "40095"),  # ImageDescription, XPComment, UserComment, XPSubject
        ("Description", "Caption", "Comment"),
        ("comment",),
        copies=("tiff:ImageDescription", "exif:UserComment"),
    ),
    MetadataKey(
        "creator",
        ValueShape.LIST,
        ("dc:creator",),
        ("2:80",),
        ("315", "40093"),
        ("Author", "Artist"),
        copies=("tiff:Artist",),
        crw=("owner",),
        separators=";",
    ),
    MetadataKey("creator_title", ValueShape.TEXT, ("photoshop:AuthorsPosition",), ("2:85",)),
    MetadataKey("credit", ValueShape.TEXT, ("photoshop:Credit",), ("2:110",), (), ("Credit",)),
    MetadataKey("source", ValueShape.TEXT, ("photoshop:Source",), ("2:115",)),
    MetadataKey(
        "copyright", ValueShape.TEXT, ("dc:rights",), ("2:116",), ("33432",), ("Copyright",), copies=("tiff:Copyright",)
    ),
    MetadataKey("usage_terms", ValueShape.TEXT, ("xmpRights:UsageTerms", "xmpRights:WebStatement")),
    MetadataKey("instructions", ValueShape.TEXT, ("photoshop:Instructions",), ("2:40",)),
    MetadataKey("release_date", ValueShape.DATE, (), ("2:30+2:35",)),
    MetadataKey("expiry_date", ValueShape.DATE, (), ("2:37+2:38",)),
    MetadataKey(
        "keywords",
        ValueShape.LIST,
        ("dc:subject", "lr:hierarchicalSubject", "digiKam:TagsList"),
        ("2:25",),
        ("40094",),
        ("Keywords",),
        separators=";,",
    ),
    MetadataKey(
        "category", ValueShape.TEXT, ("photoshop:Category", "photoshop:SupplementalCategories"), ("2:15", "2:20")
    ),
    MetadataKey(
        "persons",
        ValueShape.LIST,
        (_NAMED, f"{_NAMED}WDetails/PersonName", "Iptc4xmpExt:ImageRegion/PersonInImage", FACES, _MICROSOFT_FACES),
        united=(_NAMED, f"{_NAMED}WDetails/PersonName"),
    ),
    MetadataKey("event", ValueShape.TEXT, ("Iptc4xmpExt:Event",)),
    MetadataKey("organisations", ValueShape.LIST, ("Iptc4xmpExt:OrganisationInImageName",)),
    MetadataKey(
        "sublocation",
        ValueShape.TEXT,
        ("Iptc4xmpCore:Location", f"{_SHOWN}/Sublocation", f"{_MADE}/Sublocation"),
        ("2:92",),
    ),
    MetadataKey("city", ValueShape.TEXT, ("photoshop:City", f"{_SHOWN}/City", f"{_MADE}/City"), ("2:90",)),
    MetadataKey(
        "state", ValueShape.TEXT, ("photoshop:State", f"{_SHOWN}/ProvinceState", f"{_MADE}/ProvinceState"), ("2:95",)
    ),
    MetadataKey(
        "country", ValueShape.TEXT, ("photoshop:Country", f"{_SHOWN}/CountryName", f"{_MADE}/CountryName"), ("2:101",)
    ),
    MetadataKey(
        "country_code",
        ValueShape.TEXT,
        ("Iptc4xmpCore:CountryCode", f"{_SHOWN}/CountryCode", f"{_MADE}/CountryCode"),
        ("2:100",),
    ),
    MetadataKey(
        "date_created",
        ValueShape.DATE,
        ("photoshop:DateCreated",),
        ("2:55+2:60",),
        ("36867+36881",),
        ("Creation Time",),
        copies=("exif:DateTimeOriginal",),
        crw=("time",),
    ),
    # When a print was scanned or a file written: never the day the picture was taken.
    MetadataKey(
        "date_digitized",
        ValueShape.DATE,
        ("xmp:CreateDate",),
        ("2:62+2:63",),
        ("36868+36882",),
        copies=("exif:DateTimeDigitized",),
    ),
    MetadataKey("caption_writer", ValueShape.TEXT, ("photoshop:CaptionWriter",), ("2:122",)),
    MetadataKey("job_id", ValueShape.TEXT, ("photoshop:TransmissionReference",), ("2:103",)),
    MetadataKey(
        "alt_text", ValueShape.TEXT, ("Iptc4xmpCore:AltTextAccessibility", "Iptc4xmpCore:ExtDescrAccessibility")
    ),
    MetadataKey("digital_source", ValueShape.TEXT, ("Iptc4xmpExt:DigitalSourceType",)),
    MetadataKey("rating", ValueShape.NUMBER, ("xmp:Rating",), (), ("18246",)),
    MetadataKey("label", ValueShape.TEXT, ("xmp:Label",)),
    MetadataKey("priority", ValueShape.NUMBER, ("photoshop:Urgency",), ("2:10",)),
    MetadataKey("gps", ValueShape.POSITION, ("exif:GPSLatitude+exif:GPSLongitude",), (), ("gps",), exif_first=True),
    MetadataKey(
        "gps_altitude",
        ValueShape.ALTITUDE,
        ("exif:GPSAltitude+exif:GPSAltitudeRef",),
        (),
        ("gps:6+gps:5",),
        exif_first=True,
    ),
    MetadataKey(
        "orientation", ValueShape.NUMBER, ("tiff:Orientation",), (), ("274",), crw=("orientation",), exif_first=True
    ),
    MetadataKey("camera_make", ValueShape.TEXT, ("tiff:Make",), (), ("271",), crw=("make",), exif_first=True),
    MetadataKey("camera_model", ValueShape.TEXT, ("tiff:Model",), (), ("272",), crw=("model",), exif_first=True),
    MetadataKey(
        "camera", ValueShape.CAMERA, ("tiff:Make+tiff:Model",), (), ("271+272",), crw=("make+model",), exif_first=True
    ),
)
