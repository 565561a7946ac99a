"""Statements on the frames of runs. Each takes a list of ranges of numbers as JSON, and a form of the view."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    true,
)

from archive.catalogue.records.record_reads import is_public_at
from archive.catalogue.schema.id_queries import EACH, each_of
from archive.catalogue.schema.tables import frames, records

GAP = 60  # numbers that may be missing between two frames of a run

Form = tuple[bool, bool, bool]  # sees all, has added, has removed records

_ROW = (frames, records.c.status, records.c.release_at)
FRAMES = select(*_ROW).join(records, records.c.id == frames.c.record).where(frames.c.record.in_(EACH))
_EACH = each_of("asked")
_MINE, _MADE = frames.alias("mine"), frames.alias("other")
_OF = (frames.c.creator, frames.c.camera, frames.c.folder)


def _asked(key: str, type_: type[Integer | Text] = Integer) -> ColumnElement[Any]:
    return func.json_extract(_EACH.c.value, f"$.{key}", type_=type_)


def _own(column: str) -> ColumnElement[Any]:
    return case((_asked(column) == 1, _MINE.c[column])).label(column)


_ASKED = select(
    cast(_asked("n"), BigInteger).label("n"),
    _MINE.c.prefix,
    _MINE.c.day,
    *map(_own, ("creator", "camera", "folder")),
    cast(_asked("low"), BigInteger).label("low"),
    cast(_asked("high"), BigInteger).label("high"),
).select_from(_EACH.join(_MINE, _MINE.c.record == _asked("record", Text)))


def _counts(form: Form) -> ColumnElement[bool]:
    """Return the condition that a record counts in a view."""
    sees_all, added, removed = form
    seen = true() if sees_all else is_public_at(bindparam("now", type_=Text))
    if added:
        seen = or_(seen, records.c.id.in_(select(each_of("added").c.value)))
    return and_(seen, records.c.id.not_in(select(each_of("removed").c.value))) if removed else seen


def _of(counters: FromClause, *, exactly: bool = False) -> ColumnElement[bool]:
    """Return the condition that a frame is of a counter; `exactly`: of one of which all is given, by the index."""
    same = [frames.c.prefix == counters.c.prefix, frames.c.day == counters.c.day]
    for column in _OF:
        given = counters.c[column.name]
        same.append(column == (given if exactly else func.coalesce(given, column)))
    return and_(*same)


def _end(counters: FromClause, form: Form, numbers: ColumnElement[bool], *, up: bool) -> ColumnElement[Any]:
    """Return the lowest or highest number of a counter that meets a condition."""
    order = frames.c.number.desc() if up else frames.c.number
    found = select(frames.c.number).join(records, records.c.id == frames.c.record)
    found = found.where(_of(counters), numbers, _counts(form)).order_by(order).limit(1)
    return cast(found.correlate(counters).scalar_subquery(), BigInteger)


@cache
def ends(form: Form, *, up: bool = False) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    numbers = frames.c.number.between(asked.c.low, asked.c.high)
    return select(asked.c.n, _end(asked, form, numbers, up=up).label("number"))


@cache
def walk(form: Form, *, up: bool) -> Select[Any]:
    """Return the statement that goes from number to number: each time to the farthest one within GAP."""
    walk = _ASKED.cte("walk", recursive=True)
    at, end = walk.c.low, walk.c.high
    numbers = frames.c.number.between(at + 1, at + GAP) if up else frames.c.number.between(at - GAP, at - 1)
    step = _end(walk, form, numbers, up=up)
    kept = [column for column in walk.c if column.name not in ("low", "high")]
    walk = walk.union_all(select(*kept, step, end).where(at < end if up else at > end))
    return select(walk.c.n, (func.max if up else func.min)(walk.c.low).label("number")).group_by(walk.c.n)


def _inside(form: Form) -> tuple[FromClause, FromClause]:
    """Return the ranges, and the frames in them."""
    asked = _ASKED.cte("wanted")
    joined = asked.join(frames, and_(_of(asked), frames.c.number.between(asked.c.low, asked.c.high)))
    return asked, joined.join(records, and_(records.c.id == frames.c.record, _counts(form)))


@cache
def rows(form: Form) -> Select[Any]:
    asked, inside = _inside(form)
    return select(asked.c.n, *_ROW).select_from(inside).order_by(asked.c.n, frames.c.number, frames.c.record)


@cache
def count(form: Form) -> Select[Any]:
    asked, inside = _inside(form)
    return (
        select(asked.c.n, func.count(frames.c.number.distinct()).label("numbers"))
        .select_from(inside)
        .group_by(asked.c.n)
    )


@cache
def repeated(form: Form) -> Select[Any]:
    asked, inside = _inside(form)
    found = select(asked.c.n, frames.c.number).select_from(inside).group_by(asked.c.n, frames.c.number)
    return found.having(func.count() > 1)


@cache
def distant(form: Form, *, up: bool) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    order = frames.c.number if up else frames.c.number.desc()
    found = select(frames.c.number).distinct().join(records, records.c.id == frames.c.record)
    found = found.where(_of(asked), frames.c.number.between(asked.c.low, asked.c.high), _counts(form)).order_by(order)
    found = found.limit(1).offset(bindparam("most", type_=Integer)).correlate(asked)
    return select(asked.c.n, cast(found.scalar_subquery(), BigInteger).label("number"))


@cache
def repeated_numbers() -> Select[Any]:
    """Return the statement for numbers that two folders have, except for those of copies with equal times."""
    asked = _ASKED.cte("wanted")
    folder, taken = frames.c.folder, frames.c.taken
    differ = or_(func.min(taken) != func.max(taken), func.min(taken) == "")
    found = select(asked.c.n, frames.c.number).join(frames, _of(asked)).group_by(asked.c.n, frames.c.number)
    return found.having(func.min(folder) != func.max(folder), differ)


@cache
def makers() -> Select[Any]:
    """Return the statement that goes from maker to maker: to the next folder, else to the next camera, else to the next
    creator. A comparison of all three would scan the index."""
    columns = (_MADE.c.prefix, _MADE.c.day, _MADE.c.creator, _MADE.c.camera, _MADE.c.folder, _MADE.c.record)

    def first(of: FromClause, *after: ColumnElement[bool]) -> ColumnElement[str]:
        here = select(frames.c.record).where(frames.c.prefix == of.c.prefix, frames.c.day == of.c.day, *after)
        return here.order_by(*_OF).limit(1).correlate(of).scalar_subquery()

    asked = _ASKED.cte("wanted")
    begun = select(*columns).select_from(asked).join(_MADE, _MADE.c.record == first(asked))
    made = begun.cte("made", recursive=True)
    same = [column == made.c[column.name] for column in _OF]
    later = [column > made.c[column.name] for column in _OF]
    following = func.coalesce(*(first(made, *same[:n], later[n]) for n in (2, 1, 0)))
    return select(made.union_all(select(*columns).select_from(made).join(_MADE, _MADE.c.record == following)))


@cache
def counting(form: Form) -> Select[Any]:
    asked = _ASKED.cte("wanted")
    here = select(frames.c.record).join(records, records.c.id == frames.c.record)
    return select(asked.c.n).where(here.where(_of(asked, exactly=True), _counts(form)).correlate(asked).exists())
