"""Read the front matter of a Markdown file: YAML as data only, keys in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from archive.messages import VERBATIM, Message, has_code, message_of
from archive.record import Description
from ingest.extract import metadata_values
from ingest.extract.dates.url_slug import day_of, section_of_address
from ingest.extract.embargo.embargo_fields import add_field_embargo, keeps_back
from ingest.extract.embargo.sources import add_status_embargo
from ingest.extract.embargo.text_orders import read_embargo

ORIGIN = "front matter"
MAX_CHARACTERS = 64 * 1024  # nobody writes more by hand; longer ones are read as text
MAX_DEPTH = 20

_OPENS = re.compile(r"\ufeff?\s*---[ \t]*\n")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)

# our field: its names in English, Indonesian and Vietnamese, and the commonest in four European languages
NAMES: dict[str, str] = {
    "title": "title headline judul tiêu_đề tựa_đề tieu_de titel titre título titulo",
    "date": "date published publish_date publication_date pubdate date_published issued released tanggal tanggal_terbit"
    " tgl terbit ngày ngày_đăng ngày_phát_hành ngay datum fecha",
    "creator": "creator author authors by byline writer penulis pengarang oleh pewarta tác_giả người_viết phóng_viên"
    " tac_gia autor autorin autora autoren auteur auteurs",
    "language": "language lang bahasa ngôn_ngữ ngon_ngu sprache langue idioma",
    "keywords": "keywords keyword tags tag topics subject subjects kata_kunci label topik từ_khóa thẻ chủ_đề tu_khoa",
    "source": "source publisher agency site sumber penerbit instansi nguồn cơ_quan nguon quelle fuente fonte",
    "source_url": "source_url url link permalink canonical canonical_url tautan liên_kết",
    "kind": "kind type jenis tipe loại loai",
    "section": "category categories layout kategori thể_loại chuyên_mục",
    "identifiers": "number no id_number release_number reference ref identifier identifiers doi nomor nomer no_surat"
    " số số_hiệu so",
    "embargo": "embargo embargoed embargoed_until embargo_until cấm_đăng_trước thời_hạn_cấm",
    "status": "status status_publikasi publication_status release_status trạng_thái tình_trạng",
    "event_date": "event_date event_dates tanggal_acara tanggal_kegiatan waktu_acara ngày_sự_kiện ngày_diễn_ra",
    "location": "location shelfmark box archive_location lokasi_arsip vị_trí_lưu_trữ",
    "places": "place places city venue tempat lokasi kota địa_điểm nơi",
    "persons": "persons people person tokoh orang nhân_vật người",
    "speaker": "speaker speakers pembicara penceramah người_phát_biểu diễn_giả",
    "collection": "collection series koleksi seri bộ_sưu_tập",
    "copyright": "copyright rights hak_cipta bản_quyền",
    "usage_terms": "usage_terms license licence usage lisensi giấy_phép",
    "description": "description summary abstract excerpt lead ringkasan deskripsi tóm_tắt mô_tả",
    "genre": "genre subtype",
}
FIELDS = {alias: key for key, aliases in NAMES.items() for alias in aliases.split()}

KINDS: dict[str, str] = {
    "press-release": "press-release press_release pressrelease release media_release news_release siaran_pers"
    " siaran-pers rilis rilis_pers thông_cáo_báo_chí thông_cáo",
    "speech": "speech address remarks pidato sambutan bài_phát_biểu phát_biểu diễn_văn",
    "article": "article news post berita artikel bài_viết bài_báo tin tin_tức",
    "photo": "photo photograph picture foto ảnh hình_ảnh",
    "document": "document report dokumen laporan tài_liệu văn_bản báo_cáo",
}
KIND_OF = {alias.replace("-", "_"): kind for kind, aliases in KINDS.items() for alias in aliases.split()}


class _Loader(yaml.BaseLoader):
    """Plain data: every scalar is text (so that `045` and `no` stay as written), no tags, no aliases."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Reject aliases, with which a few lines can expand to gigabytes, and deep nesting."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(Message("front-matter-aliases"))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise yaml.YAMLError(Message("front-matter-deep", most=MAX_DEPTH))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Handler(YAMLHandler):
    """python-frontmatter with the loader above."""

    def load(self, fm: str, **_: object) -> Any:
        """Return the front matter as plain data."""
        return yaml.load(fm, Loader=_Loader)  # noqa: S506  (a BaseLoader: builds nothing but text, lists and mappings)


def split(text: str, description: Description) -> tuple[dict[str, Any], str]:
    """Return the front matter as a mapping of its keys as written, and the text after it. If it cannot be read, the
    mapping is empty, a note says why, and the text is complete, so that no word is lost."""
    opened = _OPENS.match(text[:200])
    if opened is None:
        return {}, text
    closed = _CLOSES.search(text[: opened.end() + MAX_CHARACTERS], opened.end())
    if closed is None:
        if _CLOSES.search(text, opened.end()):
            _note(description, Message("front-matter-long", size=MAX_CHARACTERS >> 10))
        return {}, text
    block = text[opened.end() : closed.start()]
    try:
        found, _ = frontmatter.parse(f"---\n{block}\n---\n", handler=_Handler())
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        _note(description, _words(error))
        return {}, text
    if not found and ":" in block:
        _note(description, Message("front-matter-no-list"))
        return {}, text
    return found, text[closed.end() :].lstrip("\n")


def offer(found: dict[str, Any], description: Description) -> None:
    """Add the values of a front matter under the archive's names; note those that are not understood."""
    renamed: dict[str, Any] = {}
    for key, value in found.items():
        name = re.sub(r"[\s-]+", "_", metadata_values.one_line(key, 100).casefold())
        if value in (None, "", "~", "null", [], {}):
            continue
        if isinstance(value, str) and keeps_back(name, value):
            words = metadata_values.one_line(f"{key}: {value}", 300)
            description.offer("embargo", {"until": _until(value), "words": words, "origin": ORIGIN}, ORIGIN)
            continue
        known, _, tag = name.rpartition("_")
        if name in FIELDS:
            renamed.setdefault(FIELDS[name], value)
        elif FIELDS.get(known) == "title" and (code := metadata_values.language(tag)):
            _alternative(value, code, description)
    for key in ("language", "source_url", *renamed):
        if key in renamed:
            value = renamed.pop(key)
            OFFERS.get(key, _offer_text)(key, value, description)


def _until(words: str) -> str | None:
    told = read_embargo([words])
    return told["until"] if told else None


def _words(error: Exception) -> str:
    said = message_of(error)
    return " ".join(said.split())[:200] or type(error).__name__ if has_code(said, VERBATIM) else said


def _note(description: Description, why: str) -> None:
    description.notes.append(Message("front-matter-unread", why=why))


def _offer_text(key: str, value: Any, description: Description) -> None:
    if isinstance(value, list):
        value = ", ".join(metadata_values.words(value))
    if not isinstance(value, dict):
        description.offer(key, metadata_values.one_line(value, 4000), ORIGIN)


def _offer_title(key: str, value: Any, description: Description) -> None:
    """Add a title, or one for each language: the one in the document's own language first."""
    if not isinstance(value, dict):
        _offer_text(key, unescape(value) if isinstance(value, str) else value, description)
        return
    own = description.values.get("language")
    ordered = sorted(value.items(), key=lambda item: metadata_values.language(item[0]) != own)
    for place, (tag, words) in enumerate(ordered):
        if isinstance(words, dict | list):
            continue
        if place == 0:
            description.offer("title", metadata_values.one_line(words), ORIGIN)
        else:
            _alternative(words, metadata_values.language(tag), description)


def _alternative(value: Any, language: str | None, description: Description) -> None:
    if isinstance(value, dict | list):
        return
    title = {"text": metadata_values.one_line(value), "language": language, "origin": ORIGIN}
    if "alternative" in description.values:
        description.values["alternative"].append(title)
    else:
        description.offer("alternative", [title], ORIGIN)


def _offer_words(key: str, value: Any, description: Description) -> None:
    description.offer(key, metadata_values.words(value), ORIGIN)


def _offer_names(key: str, value: Any, description: Description) -> None:
    if isinstance(value, list):  # Pandoc's form: - name: X
        value = [item.get("name", "") if isinstance(item, dict) else item for item in value]
    description.offer(key, metadata_values.names(value), ORIGIN)


def _offer_identifiers(key: str, value: Any, description: Description) -> None:
    items = value if isinstance(value, list) else [value]
    description.offer(key, [t for item in items if (t := metadata_values.one_line(item, 200))], ORIGIN)


def _offer_date(key: str, value: Any, description: Description) -> None:
    text = metadata_values.one_line(value, 100)
    first, slash, last = (part.strip() for part in text.partition("/"))
    start, end = metadata_values.day(first), metadata_values.day(last)
    if slash and start and end and len(first) >= 8:
        description.offer(key, f"{start[0]}/{end[0]}", ORIGIN, 1.0)
        description.offer(f"{key}_precision", "range", ORIGIN)
    elif found := metadata_values.day(text):
        description.offer(key, found[0], ORIGIN, 1.0)
        description.offer(f"{key}_precision", found[1], ORIGIN)
    else:
        description.notes.append(Message("front-matter-date", key=key, text=text))


def _offer_language(key: str, value: Any, description: Description) -> None:
    tags = value if isinstance(value, list) else metadata_values.words(value)
    found = list(dict.fromkeys(code for tag in tags if (code := metadata_values.language(tag))))
    if found:
        description.offer(key, found[0], ORIGIN, 1.0)
    if len(found) > 1:
        description.offer("languages", found, ORIGIN)


def _offer_source(key: str, value: Any, description: Description) -> None:
    address = metadata_values.web_address(value) if isinstance(value, str) else None
    if address:
        description.offer("source_url", address, ORIGIN)
    else:
        _offer_text(key, value, description)


def _offer_address(key: str, value: Any, description: Description) -> None:
    """The address of a page. One inside its site is none to go to, but may name a day of issue and a section."""
    address = metadata_values.web_address(value)
    description.offer(key, address, ORIGIN)
    if address is None and isinstance(value, str) and "/" in value:
        if (day := day_of(f"/{value.strip('/')}")) and metadata_values.day(day[0]):
            description.offer("date", day[0], "url", 0.4)
            description.offer("date_precision", day[1], "url")
        description.offer("kind", section_of_address(value), "url", 0.6)


def _offer_kind(_: str, value: Any, description: Description) -> None:
    for item in metadata_values.words(value):
        name = re.sub(r"[\s-]+", "_", item.casefold())
        if name in KIND_OF:
            description.offer("kind", KIND_OF[name], ORIGIN, 1.0)
        elif name.replace("_", "-") in metadata_values.GENRES:
            description.offer("genre", name.replace("_", "-"), ORIGIN)


def _offer_section(_: str, value: Any, description: Description) -> None:
    """Use the section of a site if it identifies a release or speech; `News` or `Post` may be anything."""
    told = {KIND_OF.get(re.sub(r"[\s-]+", "_", item.casefold())) for item in metadata_values.words(value)}
    for kind in ("press-release", "speech"):
        description.offer("kind", kind if kind in told else None, ORIGIN, 1.0)


def _offer_embargo(_: str, value: Any, description: Description) -> None:
    add_field_embargo(value, description, ORIGIN)


def _offer_status(_: str, value: Any, description: Description) -> None:
    """Use a status only if it holds the text."""
    for words in metadata_values.words(value):
        add_status_embargo(description, words, ORIGIN)


OFFERS: dict[str, Callable[[str, Any, Description], None]] = {
    "title": _offer_title,
    "date": _offer_date,
    "event_date": _offer_date,
    "creator": _offer_names,
    "persons": _offer_names,
    "keywords": _offer_words,
    "places": _offer_words,
    "identifiers": _offer_identifiers,
    "language": _offer_language,
    "source": _offer_source,
    "source_url": _offer_address,
    "kind": _offer_kind,
    "genre": _offer_kind,
    "section": _offer_section,
    "embargo": _offer_embargo,
    "status": _offer_status,
}
