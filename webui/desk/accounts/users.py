"""Users and tokens at the desk, for admins."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, render_template, request

from archive.access import instant, utc_now
from archive.catalogue.accounts.passwords import LONGEST, SHORTEST, hash_password
from archive.catalogue.accounts.roles import SCOPES, Permission, Role
from archive.catalogue.accounts.tokens import LONGEST_DAYS
from archive.catalogue.accounts.users import folded_name
from archive.catalogue.history.shown_links import digest_of_user
from archive.edits.edits import expect
from archive.edits.reasons import reason_of
from archive.errors import BadAccount, ChangedMeanwhile, NotEditable
from archive.messages import Message, MessageList
from archive.storage.token_uses import last_uses
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.records.meanwhile import tell_meanwhile
from webui.i18n.message_lookup import localised_message
from webui.identity.identity import identity
from webui.services.services import services

USERS, TOKENS = "/desk/users", "/desk/tokens"
_DAYS = 365  # lifetime of a token unless another number is typed
_MOST_DIGITS = 9


def users() -> Response:
    """Return all users and tokens."""
    return _page()


def add_user() -> Response:
    """Add a user with a password."""
    form, name = request.form, request.form.get("name", "")
    return _done(lambda: _add(name, form.get("full_name", ""), _role(), form.get("password", "")))


def change_user(name: str) -> Response:
    """Change a user's role or password, disable a user, or enable one again."""
    try:
        return _done(lambda: _change(name, request.form.get("act", "")))
    except ChangedMeanwhile as error:
        tell_meanwhile([folded_name(name)])
        return _page(error.message, status=409, typed=(folded_name(name), request.form.get("role", "")))


def create_token() -> Response:
    """Create a token, and return the page that shows its secret, once."""
    form, days = request.form, request.form.get("days", "")
    scopes = [one for one in SCOPES if one in form.getlist("scope")]
    try:
        if not (days.isascii() and days.isdecimal() and len(days) <= _MOST_DIGITS):
            raise BadAccount(Message("token-days", most=LONGEST_DAYS))
        with services().archive.catalogue.write(AGENT, reason_of(typed_reason())) as writer:
            token, secret = writer.create_token(form.get("name", ""), scopes, int(days))
    except (BadAccount, NotEditable) as error:
        return _page(error.message)
    return _page(created=(token.name, secret))


def revoke_token(number: str) -> Response:
    """Revoke a token now."""
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        abort(404)

    def revoke() -> None:
        with services().archive.catalogue.write(AGENT, reason_of(typed_reason())) as writer:
            writer.revoke_token(int(number))

    return _done(revoke)


def _done(do: Callable[[], None]) -> Response:
    def then() -> str:
        do()
        return USERS

    try:
        return once(then)
    except (BadAccount, NotEditable) as error:
        return _page(error.message)


def _add(name: str, full_name: str, role: Role, password: str) -> None:
    hashed = hash_password(password, name)
    with services().archive.catalogue.write(AGENT, reason_of(typed_reason())) as writer:
        writer.add_user(name, full_name, role, hashed)


def _change(name: str, act: str) -> None:
    _keep_an_admin(name, act)
    hashed = hash_password(request.form.get("password", ""), name) if act == "password" else ""
    with services().archive.catalogue.write(AGENT, reason_of(typed_reason())) as writer:
        expect(request.form.get("previewed", ""), lambda: writer.user_digest(name))
        if act == "role":
            writer.set_role(name, _role())
        elif act == "password":
            writer.set_password(name, hashed)
        elif act in ("disable", "enable"):
            writer.set_disabled(name, act == "disable")
        else:
            abort(400)


def _keep_an_admin(name: str, act: str) -> None:
    """Raise BadAccount if no admin would be left: then only the command could make one."""
    if act == "disable" or (act == "role" and _role() is not Role.ADMIN):
        admins = [one for one in services().archive.catalogue.users() if one.role is Role.ADMIN and not one.disabled]
        if [one.name for one in admins] == [folded_name(name)]:
            raise BadAccount(Message("user-last-admin", name=name))


def _role() -> Role:
    given = request.form.get("role", "")
    if given not in set(Role):
        abort(400)
    return Role(given)


def _page(
    problem: Message | MessageList | None = None,
    created: tuple[str, str] | None = None,
    status: int = 400,
    typed: tuple[str, str] = ("", ""),
) -> Response:
    """Return the page. `typed`: the user whose form was refused, and the role in it."""
    catalogue, now = services().archive.catalogue, instant(utc_now())
    body = render_template(
        "desk/users.html",
        users=[(one, digest_of_user(one)) for one in catalogue.users()],
        typed=typed,
        why=typed_reason() if problem else "",
        own=identity().name,
        tokens=[(one, one.is_valid(now)) for one in catalogue.tokens()],
        uses=last_uses(services().archive.derived),
        problem=localised_message(problem) if problem else "",
        created=created,
        roles=[*Role],
        scopes=SCOPES,
        usual=Permission.READ,
        days=_DAYS,
        most_days=LONGEST_DAYS,
        shortest=SHORTEST,
        longest=LONGEST,
        place=USERS,
    )
    return Response(body, status if problem else 200)
