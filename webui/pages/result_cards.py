"""Cards: records as entries of a list, for the search page and the front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from archive.authority.credits import GivenCredit
from archive.record import CAPTION_SHEET, Kind, Record
from archive.search.execution.requests import Hit
from archive.search.snippets.record_passages import Highlight
from webui.http import requests
from webui.http.requests import ParsedSearch
from webui.i18n import labels, words
from webui.i18n.field_names import FLAGS
from webui.i18n.words import MessageTable, _, marked
from webui.pages.filters import address
from webui.presentation.display_titles import display_title, filename_words, without_capitals
from webui.presentation.hits import hit_address
from webui.presentation.photos import credit_line, credit_lines, flags
from webui.presentation.picture_cards import PictureCard, picture_card
from webui.presentation.print_rights import SHORT, rights_verdict
from webui.presentation.record_values import CORRECTED, CORRECTING, place_label, plain, summarise_recognition
from webui.presentation.search_context import Pairs, pairs_of
from webui.presentation.text_markup import mark
from webui.services import links

_TITLE_LIMIT = 220
_PASSAGES, _OF_ONE_FIELD = 4, 2  # per entry, because the list is for skimming
_BEFORE, _IN_VIEW = 60, 150  # letters before a visible hit, and letters of a passage that are always visible
# What a relation means for the use of a record.
_STANDING = MessageTable(
    {
        "corrected-by": marked("Corrected"),
        "replaced-by": marked("Replaced"),
        "withdrawn-by": marked("Retracted"),
        "corrects": marked("Corrects another record"),
        "replaces": marked("Replaces another record"),
        "withdraws": marked("Retracts another record"),
    }
)
_ENDS = (".", "!", "?", "…", "”", '"', ")", ":")


@dataclass(frozen=True, slots=True)
class ResultPassage:
    """A marked passage. `label` is its field (None: the text itself), `place` its page."""

    label: str | None
    words: Markup
    place: str | None
    url: str


@dataclass(frozen=True, slots=True)
class ResultCard:
    """An entry of a list. `facts` are short texts for the line under the title."""

    id: str
    url: str
    kind: Kind
    kind_label: str
    title: Markup
    lang: str
    date: str
    facts: tuple[str, ...]
    thumbnail: str | None
    photos: int
    articles: int
    flags: tuple[str, ...]
    passages: tuple[ResultPassage, ...]
    caption: str | None
    filename: str
    rights: tuple[str, str] | None  # the verdict on a photo's rights, and its label
    picture: PictureCard | None  # for a photo in a grid
    more: tuple[str, str] | None  # the other records it represents, and the address of all


def _title(hit: Hit) -> Markup:
    title, shown = hit.record.title, display_title(hit.record, _TITLE_LIMIT)
    marked = next((one.spans for one in hit.highlights if one.field == "title" and one.text == title), ())
    same = len(shown) if len(shown) == len(title) else len(shown) - 1 if title.startswith(shown[:-1]) else 0
    return mark(shown, [(begin, end) for begin, end in marked if end <= same])


def _passage(record: Record, highlight: Highlight, pairs: Pairs) -> ResultPassage:
    page, start = highlight.pdf_page, _begin(highlight)
    spans = [(begin - start, end - start) for begin, end in highlight.spans if end > start]
    marked = mark(highlight.text[start:], spans)
    if highlight.field == "text":
        cut_after = not highlight.text.rstrip().endswith(_ENDS)
        marked = Markup("… ") * bool(highlight.offset or start) + marked + Markup(" …") * cut_after
    elif start:
        marked = Markup("… ") + marked
    return ResultPassage(
        label=None if highlight.field == "text" else labels.field(_field(record, highlight)),
        words=marked,
        place=place_label(record, page) if page else _("in the text") if highlight.hit and pairs else None,
        url=hit_address(record, pairs, page, highlight.hit),
    )


def _field(record: Record, highlight: Highlight) -> str:
    """Return the field of a passage. An occasion is found in the headers and footers."""
    is_event = highlight.field == "furniture" and highlight.text == plain(record.values.get("event"))
    return "event" if is_event else highlight.field


def _begin(highlight: Highlight) -> int:
    """Return where a passage starts, at a word, so that its first hit is in the visible lines."""
    first = min((begin for begin, _ in highlight.spans), default=0)
    if first < _IN_VIEW:
        return 0
    return highlight.text.rfind(" ", 0, first - _BEFORE) + 1


def _passages(hit: Hit, pairs: Pairs) -> tuple[ResultPassage, ...]:
    shown: list[Highlight] = []
    for highlight in hit.highlights:
        is_title = highlight.field in {"title", "text"} and highlight.text.strip() == hit.record.title
        of_this_field = sum(highlight.field == other.field for other in shown)
        if highlight.text and not is_title and of_this_field < _OF_ONE_FIELD:
            shown.append(highlight)
    return tuple(_passage(hit.record, highlight, pairs) for highlight in shown[:_PASSAGES])


def _filename(hit: Hit) -> str:
    """Return the file name of a photo, and of a text that has no other title, if nothing else on the card shows it;
    else ""."""
    record = hit.record
    said = record.title == record.filename or any(highlight.field == "filename" for highlight in hit.highlights)
    untitled = record.filename.startswith(f"{record.title}.")
    return labels.name(record.filename) if (record.kind is Kind.PHOTO or untitled) and not said else ""


def _author(record: Record) -> str | None:
    """Return who took a photo or gave a speech; if that is unknown, the words of the speech's file name."""
    creator = plain(record.values.get("creator"))
    if record.kind is Kind.SPEECH:
        speaker = plain(record.values.get("speaker")) or creator
        return without_capitals(speaker) if speaker else filename_words(record)
    return creator if record.kind is Kind.PHOTO else None


def _facts(record: Record, given: Sequence[GivenCredit]) -> tuple[str, ...]:
    language = plain(record.values.get("language"))
    source = plain(record.values.get("source")) or plain(record.values.get("credit"))
    creator = _author(record)
    if line := credit_line(record, given):
        creator = ", ".join(line.photographers) or (None if line.agencies or line.via else creator)
        source = ", ".join((*line.agencies, *line.via)) or (None if line.photographers else source)
    facts = (creator, source, labels.language(language) if language else None)
    return tuple(dict.fromkeys(labels.name(fact, 80) for fact in facts if fact))


def _flags(record: Record, given: Sequence[GivenCredit]) -> tuple[str, ...]:
    """Return the warnings to read before a record is used."""
    read = (_("Scan"),) if summarise_recognition(record) else ()
    sure = {relation.type for relation in record.relations if not relation.doubtful}
    by_relation = [_STANDING[type_] for type_ in (*CORRECTED, *CORRECTING) if type_ in sure]
    return (
        *by_relation,
        *read,
        *(FLAGS[flag].name for flag in flags(record, given) if flag in FLAGS),
    )


def _more(hit: Hit, asked: ParsedSearch | None) -> tuple[str, str] | None:
    pairs = requests.opened(asked, hit.group) if asked and hit.group and hit.others else None
    if pairs is None or hit.group is None:
        return None
    if hit.group[0] == "version":
        said = words.ngettext("%(num)s version", "%(num)s versions", hit.others + 1)
    else:
        said = words.ngettext("and %(num)s more frame", "and %(num)s more frames", hit.others)
    return said, address(pairs)


def card(hit: Hit, asked: ParsedSearch | None = None, number: int | None = None, grid: bool = False) -> ResultCard:
    """Return the card of a hit. `asked`: the search it is a result of; `number`: its position there; `grid`: show it as
    a picture."""
    record = hit.record
    title = _title(hit)
    pairs = pairs_of(asked, number)
    passages = _passages(hit, pairs)
    given = credit_lines(record)
    print_rights = rights_verdict(record, given)
    caption = plain(record.values.get("caption")) if not passages else None
    return ResultCard(
        id=record.id,
        url=links.with_query(links.record(record.id), pairs),
        kind=record.kind,
        kind_label=words.KINDS[record.kind],
        title=title,
        lang=labels.lang(record.values.get("language")),
        date=labels.listed(record),
        facts=_facts(record, given),
        thumbnail=links.thumbnail(record),
        photos=len(record.photos),
        articles=len({link.record for link in record.articles if link.genre != CAPTION_SHEET}),
        flags=_flags(record, given),
        passages=passages,
        caption=labels.shorten(caption, 240) if caption else None,
        filename=_filename(hit),
        rights=(print_rights.verdict, SHORT[print_rights.verdict]) if print_rights else None,
        picture=picture_card(record, given) if grid else None,
        more=_more(hit, asked),
    )
