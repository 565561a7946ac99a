"""Papers of a visit: the joint statement and the fact sheet that come with the meeting of two heads of government."""

from __future__ import annotations

from collections.abc import Sequence

from archive.authority.persons.non_persons import PLACES, phrases
from archive.catalogue.events.event_profile import EventProfile, days_meet, is_unspecific
from archive.catalogue.events.tie_rules import Reason, Tie, tie

# Words that name such a paper, folded. The words before it or, if there are none, after it say whose visit it is.
_PAPERS = tuple(
    tuple(paper.split())
    for paper in phrases(
        """
joint leaders statement, joint statement, joint declaration, joint communique, state visit, official visit,
pernyataan bersama, komunike bersama, kunjungan kenegaraan, kunjungan resmi, tuyen bo chung, tham cap nha nuoc,
tham chinh thuc
"""
    )
)
_LINKS = frozenset(
    phrases("of, the, republic, kingdom, socialist, federal, democratic, islamic, republik, nuoc, cong, hoa")
)
_OFFICES = frozenset(
    phrases(
        """
president, prime, minister, chancellor, sultan, premier, presiden, perdana, menteri, pm, thu, tuong, tich, thong
"""
    )
)
_BESIDE = (
    _LINKS
    | _OFFICES
    | frozenset(
        phrases(
            """
and, on, between, to, by, in, a, an, with, fact, sheet, s, u, his, her, excellency, visit, united, states, america,
lembar, fakta, antara, dan, dengan, ke, di, ve, giua, va, cua, toi, chu, tong
"""
        )
    )
)
_OF_OTHERS = frozenset(phrases("vice, deputy, background, call, wakil, pho"))  # in titles of other meetings
_JOINING = frozenset(phrases("and, with, dan, dengan, va, voi"))  # between the two who meet
_LEADERS, _BETWEEN = frozenset(("leaders", "pemimpin")), frozenset(("between", "antara"))
_MOST_COUNTRIES = 2
_TITLE = 10  # words of an office and a name before a country


def tie_of_visit(one: EventProfile, other: EventProfile) -> Tie | None:
    """Return the tie between remarks at a meeting with the head of a country and a paper of that visit on that day:
    `Remarks with President A of the Republic of Kenya before bilateral meeting`, `Fact sheet: Kenya State Visit`. None
    if the paper has another subject."""
    for meeting, paper in ((one, other), (other, one)):
        countries = _countries_of(paper.title)
        if (
            countries
            and meeting.persons
            and is_unspecific(meeting.title)
            and _OF_OTHERS.isdisjoint(meeting.title)
            and not _countries_of(meeting.title)
            and all(_meets(meeting.title, country) for country in countries)
            and days_meet(one, other)
        ):
            return tie(one.record, other.record, Reason.MEETING)
    return None


def _countries_of(title: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the countries whose visit a title is about; none if it is about anything else."""
    for paper in _PAPERS:
        for n in range(len(title) - len(paper) + 1):
            if tuple(title[n : n + len(paper)]) == paper:
                ahead, behind = title[:n], title[n + len(paper) :]
                if not _LEADERS.isdisjoint(ahead) and not _BETWEEN.isdisjoint(behind):
                    # `Leaders' joint statement in commemoration of the alliance between Samoa and Kenya`
                    ahead, behind = (), behind[max(at for at, word in enumerate(behind) if word in _BETWEEN) :]
                told = ([word for word in words if word not in _BESIDE] for words in (ahead, behind))
                return _as_countries(next(filter(None, told), []))
    return []


def _as_countries(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return these words as names of one or two countries; none if they are anything else."""
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        length = next((length for length in (3, 2, 1) if " ".join(words[at : at + length]) in PLACES), 0)
        if not length or len(found) == _MOST_COUNTRIES:
            return []
        found.append(tuple(words[at : at + length]))
        at += length
    return found


def _meets(title: Sequence[str], country: tuple[str, ...]) -> bool:
    """Whether a title names somebody of an office of this country: `President A of the Republic of Kenya`."""
    for n in range(1, len(title) - len(country) + 1):
        if tuple(title[n : n + len(country)]) == country and title[n - 1] in _LINKS | _OFFICES:
            ahead = title[max(0, n - _TITLE) : n]
            begin = max((at + 1 for at, word in enumerate(ahead) if word in _JOINING), default=0)
            return not _OFFICES.isdisjoint(ahead[begin:])
    return False
