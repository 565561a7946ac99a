"""Name cards indexed by their words: the shipped ones, changed by the archive's own.

A card of the archive may extend, rename or remove a shipped one. Also checks authorities.toml for errors and doubtful
entries. Shipped cards are loaded on first use.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, cached_property, lru_cache
from itertools import chain, groupby
from pathlib import Path

from archive.authority.authorities import AGENCY, Authorities, Card, Term, key, parse_cards
from archive.text import TokenRole, tokenize
from archive.text.fold import exact_form


def merged(own: Sequence[Card], shipped: Sequence[Card]) -> tuple[Card, ...]:
    """Return one card for each person or thing: the archive's own first, each extended by the shipped cards with one of
    its names."""
    cards: dict[tuple[str, str], Card] = {}
    for card in own:
        at = (card.kind, key(card.name))
        if not card.remove:
            cards[at] = _merge_cards(cards[at], card) if at in cards else card
    unwanted = {(card.kind, key(card.name)) for card in own if card.remove}
    names = {(kind, key(form)): (kind, name) for (kind, name), card in cards.items() for form in card.names}
    for card in shipped:
        at = (card.kind, key(card.name))
        if at in unwanted:
            continue
        owner = names.get(at)
        if owner is not None:
            cards[owner] = _merge_cards(cards[owner], card)
        else:
            cards[at] = _merge_cards(cards[at], card) if at in cards else card
    return tuple(replace(card, terms=ended(card.terms)) if card.terms else card for card in cards.values())


def ended(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the same, with each open term except the last ending where the next begins."""
    ordered = sorted(terms, key=lambda term: term.first)
    ends = [*(following.first for following in ordered[1:]), None][: len(ordered)]
    return tuple(
        replace(term, last=end) if term.last is None else term for term, end in zip(ordered, ends, strict=True)
    )


def _merge_cards(first: Card, second: Card) -> Card:
    languages: Mapping[str, tuple[str, ...]] = {
        tag: _both(first.forms.get(tag, ()), second.forms.get(tag, ())) for tag in [*first.forms, *second.forms]
    }
    unnamed = () if second.name in first.names else (second.name,)
    return replace(
        first,
        forms={**languages, "": _both(languages.get("", ()), unnamed)},
        titles=_both(first.titles, second.titles),
        short=_both(first.short, second.short),
        common=_both(first.common, tuple(form for form in second.common if form not in first.names)),
        not_in=_both(first.not_in, second.not_in),
        terms=tuple(dict.fromkeys((*first.terms, *second.terms))),
        checked=first.checked if first.terms else second.checked,
    )


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


_FOLDER = Path(__file__).with_name("cards")  # one file for each part of the world or subject


@cache
def shipped_cards() -> tuple[Card, ...]:
    """Return all shipped cards, in the order of their files."""
    return tuple(card for name, text in _texts() for card in parse_cards(text, f"{_FOLDER.name}/{name}"))


@cache
def shipped_digest() -> str:
    """Return sixteen hex digits that change if the shipped cards change."""
    told = hashlib.sha256()
    for name, text in _texts():
        told.update(f"{name}\0{text}\0".encode())
    return told.hexdigest()[:16]


def _texts() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]


BEFORE = """
Dr, Dr H C, Dr HC, DR, Drs, Dra, Ir, Prof, Professor, Profesor, Insinyur, Doktor, Doctor, H, Hj, Haji, Hajjah, KH,
Kiai, Kyai, K H, Ustaz, Ustad, Raden, R, RM, R M, KRT, Sultan, Pangeran, Sri Sultan, Tengku, Teuku, Tuan, Nyonya,
Bapak, Bpk, Pak, Ibu, Bu, Sdr, Saudara, Yth, Yang Terhormat, Yang Mulia, Paduka Yang Mulia, Mendiang, Almarhum,
Alm, Almarhumah, Jenderal, Jenderal TNI, Jenderal Purn, Jenderal TNI Purn, Letnan Jenderal, Letjen, Letjen TNI,
Mayor Jenderal, Mayjen, Mayjen TNI, Laksamana, Marsekal, Komjen, Komjen Pol, Jenderal Polisi, Jenderal Pol, Tun,
Tan Sri, Dato, Datuk, Dato Seri, Dato Sri, Datuk Seri, Datuk Sri, YB, YAB, YAB Dato Seri, Yang Amat Berhormat,
Datin, Ông, Bà, Anh hùng, Đồng chí, Đ c, Cụ, Cố, Ngài, Quý ông, GS, TS, PGS, PGS TS, GS TS, Giáo sư, Phó Giáo sư,
Tiến sĩ, Thạc sĩ, ThS, Luật sư, Đại tướng, Thượng tướng, Trung tướng, Thiếu tướng, Cố Tổng Bí thư,
Cố Chủ tịch nước, Cố Thủ tướng, Nguyên Chủ tịch nước, Nguyên Thủ tướng, Nguyên Tổng Bí thư, Mr, Mrs, Ms, Miss,
Madam, Madame, Sir, Dame, Lord, Lady, Hon, Honorable, Honourable, The Honorable, The Honourable, The Hon,
The Rt Hon, Rt Hon, Right Honourable, The Right Honourable, H E, HE, His Excellency, Her Excellency,
His Excellency Mr, Her Excellency Ms, Her Excellency Mrs, H E Mr, H E Mrs, H E Ms, Excellency, Late, The late,
His Majesty, Her Majesty, His Majesty King, King, Queen, Raja, Vua, Quốc vương, Nữ hoàng, General, Gen, Admiral,
Presiden, Presiden terpilih, Mantan Presiden, Wakil Presiden, Wapres, Mantan Wakil Presiden, Perdana Menteri, PM,
Mantan Perdana Menteri, Mantan PM, Kanselir, Menteri, Mantan Menteri, Menteri Luar Negeri, Menlu, Mantan Menlu,
Wamenlu, Wakil Menteri Luar Negeri, Menteri Keuangan, Menkeu, Menteri Pertahanan, Menhan, Menko,
Menteri Koordinator, Duta Besar, Dubes, Gubernur, Wali Kota, Bupati, Ketua, Ketua DPR, Ketua Umum,
Sekretaris Jenderal, Sekjen, Calon presiden, Capres, Chủ tịch, Chủ tịch nước, Phó Chủ tịch nước, Tổng thống,
Phó Tổng thống, Cựu Tổng thống, Tổng thống đắc cử, Thủ tướng, Phó Thủ tướng, Cựu Thủ tướng, Tổng Bí thư,
Tổng Bí thư Chủ tịch nước, TBT, Chủ tịch Quốc hội, Bộ trưởng, Thứ trưởng, Bộ trưởng Ngoại giao,
Bộ trưởng Bộ Ngoại giao, Ngoại trưởng, Phó Thủ tướng Bộ trưởng Bộ Ngoại giao, Đại sứ, Tổng Thư ký, Thủ hiến,
President, Vice President, Former President, President elect, Prime Minister, Former Prime Minister,
Deputy Prime Minister, Premier, Chancellor, Minister, Foreign Minister, Minister of Foreign Affairs,
Minister for Foreign Affairs, Secretary of State, Finance Minister, Ambassador, Governor, Secretary General,
Chairman, Chairwoman, Senator, Chief Minister, State President, State Counsellor, Party General Secretary,
General Secretary
"""

AFTER = """
SE, SH, MH, MM, MA, MSc, M Sc, MSi, M Si, MBA, MPA, MPP, MPhil, M Phil, PhD, Ph D, LLM, LL M, SIP, S IP, SSos,
S Sos, ST, MT, SPd, S Pd, MPd, M Pd, MHum, M Hum, MKn, M Kn, Drs, BA, BSc, MEc, M Ec, Jr, Sr, SPN, Purn, MP, GCMG, KCMG,
KBE, OBE
"""

COURTESY = frozenset({"bapak", "bpk", "pak", "ibu", "bu", "mas", "tok", "ong", "ba", "dong chi", "mr", "mrs", "ms"})
"""Titles that say nothing of an office, without marks: with a part of a name behind them many may be meant."""


def written(listed: str) -> list[str]:
    """Return the items of such a list."""
    return [item for item in (part.strip() for part in listed.replace("\n", " ").split(",")) if item]


Words = tuple[str, ...]


class CardRole(Enum):
    """What a form means: its card; its card if a full form is in the record; its card or an ordinary word; nothing."""

    FULL = auto()
    SHORT = auto()
    COMMON = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class NameForm:
    """A spelling, as words with and without marks."""

    text: str
    exact: Words
    folded: Words


@dataclass(frozen=True, slots=True)
class CardEntry:
    """A form on a card, and its role there. `own`: it is on one of the archive's own cards."""

    form: NameForm
    card: Card
    role: CardRole
    own: bool


def form_of(text: str) -> NameForm:
    """Return a spelling as words; empty if it has no letter or digit."""
    words = [_parts(word) for word in text.split()]
    return NameForm(
        text, tuple(chain.from_iterable(w[0] for w in words)), tuple(chain.from_iterable(w[1] for w in words))
    )


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[Words, Words]:
    """Return the parts of a token between blanks, with and without marks. Cached, because forms share most of their
    words."""
    if word.isascii() and word.isalnum():  # most words: the word itself
        return (exact_form(word),), (exact_form(word),)
    parts = [token for token in tokenize(word) if token.role is TokenRole.PART]
    return tuple(part.exact for part in parts), tuple(part.folded for part in parts)


class Cards:
    """Cards by the words of their forms. Built once (tens of milliseconds) and never changed; thread-safe."""

    def __init__(self, own: Sequence[Card], shipped: Sequence[Card], digest: str) -> None:
        """`digest` changes whenever queries may be interpreted differently because of these cards."""
        self.digest = digest
        self.cards = merged(own, shipped)
        self._cards = {card.key: card for card in self.cards}
        self._persons: dict[str, str] = {}
        self._full: dict[str, tuple[NameForm, ...]] = {}
        self._entries: defaultdict[Words, list[CardEntry]] = defaultdict(list)
        own_forms = {form_of(text).folded for card in own for text in (*card.names, *card.common, *card.short)}
        for card in self.cards:
            self._add(card, own_forms, {c.key for c in own})
        self._lengths = _lengths(self._entries)
        titles = {
            form_of(text).folded
            for card in self.cards
            for text in (*card.titles, *(card.names if card.kind == "office" else ()))
        }
        self._before = titles | {form_of(text).folded for text in written(BEFORE)}
        self._before_lengths = _lengths(self._before)
        self._after = {form_of(text).folded for text in written(AFTER)}
        self._after_lengths = _lengths(self._after)

    @classmethod
    def of(cls, authorities: Authorities) -> Cards:
        """Return the shipped cards as an archive's authorities.toml changes them."""
        own = [card for card in authorities.cards if card.kind != AGENCY]
        told = hashlib.sha256((shipped_digest() + repr(own)).encode()).hexdigest()[:16]
        return cls(own, shipped_cards(), told)

    def _add(self, card: Card, own_forms: Collection[Words], own_keys: Collection[str]) -> None:
        common = [form_of(text) for text in card.common]
        unsure = {form.folded for form in common}
        full = [form for form in map(form_of, card.names) if form.folded and form.folded not in unsure]
        identity = card.key
        first: dict[Words, NameForm] = {}
        for form in full:
            first.setdefault(form.folded, form)
        self._full[identity] = tuple(first.values())
        if card.kind == "person":
            for form in full:
                self._persons.setdefault(" ".join(form.folded), identity)
        own = identity in own_keys
        roles = (
            (CardRole.FULL, full),
            (CardRole.COMMON, common),
            (CardRole.SHORT, map(form_of, card.short)),
            (CardRole.OTHER, map(form_of, card.not_in)),
        )
        for role, forms in roles:
            for form in forms:
                if form.folded and (own or form.folded not in own_forms):
                    self._entries[form.folded].append(CardEntry(form, card, role, own))

    def get(self, key: str) -> Card | None:
        """Return the card of that key."""
        return self._cards.get(key)

    def full_forms(self, card: Card) -> tuple[NameForm, ...]:
        """Return the forms that always mean this card, its name first."""
        return self._full[card.key]

    def holder_forms(self, holder: str) -> tuple[NameForm, ...]:
        """Return the forms of the person with this spelling on an office's card."""
        known = self._persons.get(" ".join(form_of(holder).folded))
        return self._full[known] if known else (form_of(holder),)

    def terms_of(self, card: Card) -> list[tuple[Card, Term]]:
        """Return the terms in office of a person's card, with the cards of the offices."""
        held = (one for form in self.full_forms(card) for one in self._terms_by_holder.get(form.folded, ()))
        return list({(office.key, term): (office, term) for office, term in held}.values())

    @cached_property
    def _terms_by_holder(self) -> dict[Words, list[tuple[Card, Term]]]:
        found: defaultdict[Words, list[tuple[Card, Term]]] = defaultdict(list)
        for office in self.cards:
            for term in office.terms if office.kind == "office" else ():
                for form in self.holder_forms(term.holder):
                    found[form.folded].append((office, term))
        return dict(found)

    def entries(self, words: Sequence[str]) -> tuple[CardEntry, ...]:
        """Return the entries of the form with exactly these folded words."""
        return tuple(self._entries.get(tuple(words), ()))

    def forms(self) -> Iterable[tuple[Words, tuple[CardEntry, ...]]]:
        """Return all forms with their entries."""
        return ((words, tuple(entries)) for words, entries in self._entries.items())

    def forms_begun(self, beginning: str) -> Iterator[tuple[Words, tuple[CardEntry, ...]]]:
        """Yield forms that have a word with this prefix, with their entries, in the order of `forms`."""
        places, words = self._by_word
        start = bisect_left(words, beginning)
        end = bisect_right(words, f"{beginning}\U0010ffff", start)
        every = self._every_form
        yield from ((every[n], tuple(self._entries[every[n]])) for n in sorted({*places[start:end]}))

    @cached_property
    def _every_form(self) -> list[Words]:
        return [*self._entries]

    @cached_property
    def _by_word(self) -> tuple[list[int], list[str]]:
        """Return the words of all forms, sorted, and for each the position of its form."""
        found = sorted((word, n) for n, words in enumerate(self._every_form) for word in words)
        return [n for _, n in found], [word for word, _ in found]

    def lengths(self, first: str) -> tuple[int, ...]:
        """Return the word counts of the forms that begin with this word, longest first."""
        return self._lengths.get(first, ())

    def before(self, words: Sequence[str], at: int) -> int:
        """Return how many words from this position are a title (0 or 1)."""
        return _longest(words, at, self._before, self._before_lengths)

    def after(self, words: Sequence[str], at: int) -> int:
        """Return how many words from this position are a degree (0 or 1)."""
        return _longest(words, at, self._after, self._after_lengths)


def _lengths(forms: Iterable[Words]) -> dict[str, tuple[int, ...]]:
    """Return, for each first word, the word counts of its forms, longest first."""
    found = sorted({(words[0], -len(words)) for words in forms if words})
    return {first: tuple(-n for _, n in group) for first, group in groupby(found, key=lambda pair: pair[0])}


def _longest(words: Sequence[str], at: int, forms: Collection[Words], lengths: dict[str, tuple[int, ...]]) -> int:
    if at < len(words):
        for length in lengths.get(words[at], ()):
            if tuple(words[at : at + length]) in forms:
                return length
    return 0


def find_card_faults(own: Sequence[Card], shipped: Sequence[Card], cards: Cards) -> Iterator[tuple[int, str]]:
    """Yield the line of each card that needs attention, and a sentence about it."""
    known = {(card.kind, key(card.name)) for card in shipped}
    seen: dict[tuple[str, str], int] = {}
    for card in own:
        at = (card.kind, key(card.name))
        if card.remove and at not in known:
            yield card.line, f"There is no shipped {card.kind} {card.name!r} to remove; `names find` tells the names."
        if card.kind == AGENCY or card.remove:
            continue
        first = seen.setdefault(at, card.line)
        if first != card.line:
            yield card.line, f"{card.name!r} has a card in line {first} too; they were read as one."
        yield from _forms(card, cards)


def _forms(card: Card, cards: Cards) -> Iterator[tuple[int, str]]:
    full = {form_of(text).folded for text in (*card.names, *card.common)}
    for text in dict.fromkeys((*card.names, *card.short, *card.common, *card.not_in)):
        form = form_of(text)
        if not form.folded:
            yield card.line, f"{text!r} has no letter or digit that could be searched; take it off."
            continue
        others = {
            entry.card.name
            for entry in cards.entries(form.folded)
            if entry.card.key != card.key and entry.role is not CardRole.OTHER
        }
        if others and text not in card.not_in:
            told = " and ".join(repr(name) for name in sorted(others))
            yield card.line, f"{text!r} also is a form of {told}: it is offered, and never searched by itself."
    for text in card.short:
        if form_of(text).folded in full:
            yield card.line, f"{text!r} is a full form too; take it off short, or off forms."
    if len(card.names) == 1 and not (card.short or card.common or card.not_in or card.titles or card.terms):
        yield card.line, f"{card.name!r} has no other forms yet, so its card finds nothing more; add some."
