"""Recognize names of pictures: file names, codes of cameras and agencies (`W-HAI_1275`), rows of names.

Also Markdown images, `![alt](x.jpg "title")`, with the emphasised line that captions them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.media_types import BY_SUFFIX, PICTURES, suffix_pattern
from archive.text.orthography import word_set
from archive.text.patterns import lazy_regex

_PROGRAM = (  # file names of cameras and telephones
    r"_?(?:IMG|IMGP|IMGL|DSC|DSCN|DSCF|DSCI|MVI|PXL|DJI|GOPR|CIMG|PICT|HPIM|SDIM|SAM_|SDC_|_MG_)[ _-]?\d{4,6}"
    r"|(?:IMG|PXL|MVIMG)[_-]\d{8}[_-](?:\d{6,9}|WA\d{4})"
)
_AGENCY = (  # initials and a frame number, with the day between or not; numbers of AP, AFP, Reuters and Getty
    r"_[A-Z][A-Z\d]{2}_?\d{4}|(?:[A-Z]{1,5}[_ -])?[A-Z]{2,8}_(?:\d{6,8}_)?(?!(?:19|20)\d\d(?!\d))\d{3,6}"
    r"|AP_?\d{11,14}|000_[A-Z\d]{6,7}|RC2[A-Z\d]{9,11}|gettyimages-\d{6,12}"
)
_COPY = r"(?: ?\(\d{1,2}\)|-\d{2,5}x\d{2,5}|-scaled)?"
_PHOTO_CODE = lazy_regex(rf"(?<![\w/\\.@#=&-])(?:(?i:{_PROGRAM})|{_AGENCY}){_COPY}(?![\w/\\@=]|[.:-]\w)")
_LIKE_CODE = lazy_regex(r"(?:[A-Z]{1,4}[ -])?[A-Z]{2,6}[ -](?!(?:19|20)\d\d\Z)\d{4,6}\Z|P\d{7}\Z")


def codes(line: str) -> list[re.Match[str]]:
    """Return where names without a suffix are in the line. Words with a number (`COVID-19`, `KRI-990`) and years do not
    count."""
    return list(_PHOTO_CODE.finditer(line))


def is_code(words: str) -> bool:
    """Return whether these words are one such name and nothing else."""
    return len(words) <= 80 and _PHOTO_CODE.fullmatch(words) is not None


def is_like_code(line: str) -> bool:
    """Return whether the line may be such a name, like `HAI-1275`, or a flight or letter number: its neighbours
    decide."""
    return len(line) <= 20 and _LIKE_CODE.match(line) is not None


LONGEST = 255  # maximum in file systems

SUFFIX = rf"\.(?:{suffix_pattern(PICTURES)})"
_ENDS = lazy_regex(rf"{SUFFIX}\Z", re.IGNORECASE)
_OTHER = lazy_regex(rf"[^/\\\s]{{1,200}}\.(?:{suffix_pattern(BY_SUFFIX.keys() - PICTURES)})\Z", re.IGNORECASE)
_INNER = lazy_regex(rf"{SUFFIX}(?=[\s,;)&])", re.IGNORECASE)
_FIRST_END = lazy_regex(rf"{SUFFIX}(?![\w.])", re.IGNORECASE)
_FORBIDDEN = lazy_regex(r"[/\\:*?<>|\x00-\x1f]")  # not allowed in names on any system that photographers use
_PATTERN = lazy_regex(r"##|[xX]{4}|\{[^}]{0,40}\}|%0?\d?[ds]\b|\[\w-\w\]|\$\w|YYYY")
_SENTENCE = lazy_regex(r"[^\W\d_A-Z]{4}[.!;] +[^\W\d_]")  # a sentence ends inside the line
# The last word looks like a camera's own name, IMG_1275; after a word of place or time (`di G20`, `at 08.53.41`) only
# an unambiguous one counts.
_LOOKS_LIKE_CODE = lazy_regex(r"\A(?:(?=\D*\d)(?=[^a-z]*[a-z])|[^_]*_)")
_STRICT_CODE = lazy_regex(r"\A(?=[^_]*_)(?=\D*\d)|[a-z]{1,4}-?(?!(?:19|20)\d\d\Z)\d{4,}\Z")
_SPLIT = lazy_regex(
    r"[,;]\s*(?:dan|and|và)\s+|,\s*|\s+[/–—-]\s+|;\s*|\s*\|\s*|\t+|\s{2,}|\s+[&+·•]\s+|\s+(?:dan|and|và)\s+",
    re.IGNORECASE,
)

_COPIES = ("copy of ", "salinan ", "bản sao ", "copia de ")
_ASKING = {"how", "why", "who", "mengapa", "kenapa", "bagaimana", "siapa", "apakah"}
_ASKING_TWO = (
    "tại sao", "vì sao", "làm sao", "how to", "cara membuka", "cara mengubah", "cách mở", "cách lưu", "apa itu",
    "ai đã ", "what is", "nama berkas ", "nama file ", "tên tệp ", "tên file ", "the file ",
    "file name ", "berkas itu ",
)  # fmt: skip
_ADDRESSING = {"you", "your", "should", "don't", "cannot", "anda", "kamu", "jangan", "hãy", "đừng"}
_NAMING = word_set(
    "file files berkas bernama nama dinamai named called name tệp tên format sebagai menjadi thành into adalah ialah "
    "yaitu yakni lihat see xem unduh download tải berakhiran ending"
)
_LEADING = _NAMING | word_set(
    "foto photo picture image gambar ảnh hình tin as to ke from dari từ of in di pada behind balik sau the a an with "
    "dengan dan and và or atau hoặc for untuk cho at about tentang về use using by oleh on is was are là than that "
    "của lewat melalui trong"
)
_PLACING = word_set("to ke from dari từ of in di pada at for untuk cho dengan with dan and và on của trong")
_PHOTO = {"foto", "photo", "picture", "image", "gambar", "ảnh", "hình"}
_PLAIN = _PHOTO | {"file", "berkas", "logo", "nama", "name", "pictures", "photos", "images", "test", "contoh"}


def is_picture_name(line: str) -> bool:
    """Return whether `line`, without blanks around it, is one photo's file name.

    Names may contain spaces, commas, brackets, digits and accents. Not names: patterns (`*.jpg`), bare suffixes, paths
    and addresses, other attachments, headings and sentences that only end in a name.
    """
    if len(line) > LONGEST or len(line) < 5:
        return False
    end = _ENDS.search(line[-7:])
    if end is None:
        return False
    stem = line[: len(line) - (end.end() - end.start())]
    if _FORBIDDEN.search(line) or _INNER.search(line) or _PATTERN.search(stem):
        return False
    if stem[:1] in {".", " "} or stem[-1:] in {"", " ", ".", ",", ";"} or not any(map(str.isalnum, stem)):
        return False
    return " " not in stem.strip() or not _reads_as_prose(stem)


def _reads_as_prose(stem: str) -> bool:
    """Return whether a line of several words that ends in a picture suffix is a heading or a sentence anyway."""
    lower = stem.casefold()
    if lower.startswith(_COPIES):
        return False
    words = lower.split()
    if words[0] in _ASKING or lower.startswith(_ASKING_TWO) or not _ADDRESSING.isdisjoint(words):
        return True
    if _SENTENCE.search(stem):
        return True
    before, last = words[-2], words[-1]
    if before in _NAMING:
        return True
    if len(words) == 2 and before in _PHOTO:
        return False
    code = _STRICT_CODE if before in _PLACING else _LOOKS_LIKE_CODE
    pointed_at = code.match(last) is not None or last in _PLAIN
    return before in _LEADING and pointed_at


def is_attachment(line: str) -> bool:
    """Return whether the line is the name of a file that is not a picture (`jadwal.pdf`)."""
    return len(line) <= LONGEST and _OTHER.match(line) is not None


def leading_name(line: str) -> tuple[str, str] | None:
    """Return (the file name at the beginning of the line, the rest), or None."""
    end = _FIRST_END.search(line[: LONGEST + 6])
    if end is None or not is_picture_name(line[: end.end()]):
        return None
    return line[: end.end()], line[end.end() :]


def picture_names(line: str) -> list[str]:
    """Return the names on a line with nothing else (one, or several separated by commas, bars or blanks), else []."""
    if is_picture_name(line):
        return [line]
    if not _ENDS.search(line[-7:]) or len(line) > 20 * LONGEST:
        return []
    for parts in (_SPLIT.split(line), line.split()):
        if len(parts) > 1 and all(map(is_picture_name, parts)):
            return parts
    return []


_LONGEST = 2000
_TARGET = r"(<[^<>]{1,400}>|(?:[^()\s\"<>]|\([^()\s]{0,80}\)|[ ](?![\"'])){1,400}?)"
_IMAGE = lazy_regex(rf"!\[([^\[\]]{{0,600}})\]\(\s*+{_TARGET}\s*+(?:[\"']([^\"']{{0,600}})[\"']\s*+)?\)")
_LINKED = lazy_regex(r"\[(!\[[^\[\]]{0,600}\]\([^()]{1,600}\))\]\(([^()]{1,600})\)")
_LIST_MARK = lazy_regex(r"\A(?:[-*+•>]|\d{1,3}[.)])\s+")
_BLANKS = lazy_regex(r"\s{1,9}\.(?=\w{3,5}\Z)")  # before the suffix, a typo of the editor
_EMPHASIS = lazy_regex(r"(?:\*(?!\s|\*)([^*]+)(?<!\s)\*|_(?!\s|_)([^_]+)(?<!\s)_|<em>([^<]+)</em>)\Z")
_STRONG = lazy_regex(r"(?:\*\*(?!\s)([^*]+)\*\*|__(?!\s)([^_]+)__|\*\*\*([^*]+)\*\*\*)\Z")


@dataclass(frozen=True, slots=True)
class Image:
    """One image: the file's name, the alternative text, the title, and the target if it says more than the name."""

    filename: str
    alt: str
    title: str
    target: str


def images(line: str) -> tuple[list[Image], str]:
    """Return (the images of a line of picture files, the emphasised words after them); ([], "") if there are other
    words."""
    line = _LIST_MARK.sub("", line.strip(), count=1)
    if "![" not in line[:3] or len(line) > _LONGEST:
        return [], ""
    links: list[str] = []

    def unlink(match: re.Match[str]) -> str:
        links.append(match[2])
        return match[1]

    line = _LINKED.sub(unlink, line)
    found = list(_IMAGE.finditer(line))
    rest = _IMAGE.sub("", line).strip()
    words = read_emphasised_words([rest], strong=True) if rest else ""
    if not found or words is None:
        return [], ""
    read = [_image(match, " ".join(links)) for match in found]
    return (read, words) if all(is_picture_name(image.filename) for image in read) else ([], "")


def read_emphasised_words(lines: list[str], strong: bool = False) -> str | None:
    """Return the words of lines that are emphasised as a whole (`*words*`), else None. `strong`: `**words**` counts
    too."""
    words = " ".join(line.strip() for line in lines)
    if len(words) > _LONGEST:
        return None
    if len(lines) > 1 and words.count(words[:1]) > 2:
        each = [read_emphasised_words([line], strong) for line in lines]
        return " ".join(map(str, each)) if all(each) else None
    match = _EMPHASIS.match(words) or (_STRONG.match(words) if strong else None)
    return next(group for group in match.groups() if group) if match else None


def _image(match: re.Match[str], link: str) -> Image:
    target = match[2].strip("<>").strip()
    path = target if "://" not in target else urlsplit(target).path
    filename = _BLANKS.sub(".", unquote(path.split("?")[0].rsplit("/", 1)[-1]))
    more = " ".join(part for part in (target if target != filename else "", link) if part)
    return Image(filename, match[1].strip(), (match[3] or "").strip(), more)
