"""A form that is sent twice is done once: the second time it leads to what the first has done."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from flask import Flask, Response, current_app, request

from webui.desk.forms import only_shown

FIELD = "once"
_KEPT = 1000  # forms that are remembered
_PATIENCE = 300.0  # seconds to wait for the first of two


@dataclass(slots=True)
class _Doing:
    done: Event = field(default_factory=Event)
    address: str | None = None


class Once:
    """The forms that were sent, each with the address of what it did."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._known: OrderedDict[str, _Doing] = OrderedDict()

    def address(self, key: str, do: Callable[[], str]) -> str:
        """What `do` gives, called once for a key; whatever it raises, it may be called again."""
        with self._guard:
            doing = self._known.get(key)
            if first := doing is None:
                doing = self._known[key] = _Doing()
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        assert doing is not None
        if not first:
            doing.done.wait(_PATIENCE)
            if doing.address is not None:
                return doing.address
        try:
            doing.address = do()
        except BaseException:
            with self._guard:
                self._known.pop(key, None)
            raise
        finally:
            doing.done.set()
        return doing.address


def prepare(app: Flask) -> None:
    """Templates write `{{ once() }}` into each form that changes something."""
    app.extensions["press-archive-once"] = Once()
    app.jinja_env.globals["once"] = lambda: secrets.token_urlsafe(12)


def once(do: Callable[[], str]) -> Response:
    """Does what the form says, and leads (303) to the address that `do` gives."""
    if only_shown():
        return Response(status=303, headers={"Location": request.path})
    known: Once = current_app.extensions["press-archive-once"]
    key = request.form.get(FIELD, "")
    return Response(status=303, headers={"Location": known.address(key, do) if key else do()})
