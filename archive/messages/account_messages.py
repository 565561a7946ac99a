"""Messages about users, passwords and tokens."""

from __future__ import annotations

from collections.abc import Mapping

ACCOUNT_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    "password-length": "A password has %(least)s to %(most)s characters. Choose another.",
    "password-plain": "That password is too easy to guess. Choose another.",
    "password-unlike": "The two passwords differ. Type them again.",
    "password-wrong": "Your present password is wrong. Type it again.",
    "password-missing": "No password was given. Type it, or send it on standard input with --password-stdin.",
    "password-no-terminal": "There is no terminal to type a password at. Send it with --password-stdin.",
    "user-malformed": (
        "A user name has up to 64 letters, digits or . _ @ - and begins with a letter or digit; a full name has up to "
        "200 characters."
    ),
    "user-taken": "There is a user %(name)s already. Choose another name.",
    "user-unknown": "There is no user %(name)s. `press-archive users list` lists all.",
    "user-last-admin": "%(name)s is the last admin who can log in. Make another user admin first.",
    "token-malformed": "A token needs a name of up to 100 characters and at least one scope.",
    "token-days": "A token lasts 1 to %(most)s days. Give a number of days between these.",
    "token-unknown": "There is no token %(n)s that could be revoked. `press-archive tokens list` lists all.",
    "login-refused": "User name or password is wrong. Type them again, or ask an admin for a new password.",
    "openid-missing": "Logins by OpenID Connect need Authlib: pip install 'press-archive[oidc]'.",
    "openid-silent": "The login service did not answer (%(error)s). Try again in a moment, or log in with a password.",
    "openid-issuer": (
        "The login service names its issuer as %(found)s, but [web] oidc_issuer is %(issuer)s. Correct the setting."
    ),
    "openid-refused": "The login service did not let you in (%(error)s). Begin again with the link below.",
    "openid-no-name": (
        "The login service sent no user name. Have it send the claim %(claim)s, or change [web] oidc_name_claim."
    ),
    "openid-email": "The login service has not verified your e-mail address. Verify it there, then log in again.",
    "openid-unknown": "%(name)s may not log in here. Ask an admin to add a user of this name.",
    "login-wait": (
        "Too many attempts. Try again in %(count)s second.",
        "Too many attempts. Try again in %(count)s seconds.",
    ),
    "requests-limited": (
        "You have reached a limit of this archive. Try again in %(count)s second.",
        "You have reached a limit of this archive. Try again in %(count)s seconds.",
    ),
    "requests-limited-long": (
        "You have reached a limit of this archive. Try again in %(count)s minute.",
        "You have reached a limit of this archive. Try again in %(count)s minutes.",
    ),
    "login-busy": "Many people are logging in. Try again in a moment.",
    "token-refused": "The token is unknown, was revoked or has expired. Ask the archivist for another.",
    "token-needed": "This archive is closed. Send a token that may read: `Authorization: Bearer TOKEN`.",
    "token-too-narrow": "The token lacks the scope for this. Ask the archivist for one that has it.",
    "token-needed-ingest": (
        "To add files, send a token with the scope ingest: `Authorization: Bearer TOKEN`. The archivist makes one."
    ),
    "token-in-clear": (
        "A token that may do more than read public records travels over https only. Use the https address; behind a "
        "proxy, the operator names the proxy in `trusted_proxies`."
    ),
}
