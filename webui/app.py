"""The application: pages, JSON, feeds and the desk over one archive."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from socket import gethostname
from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from webui import feeds
from webui.admission import admit
from webui.api import routes as api
from webui.api.paths import is_api
from webui.desk import routes as desk
from webui.desk.guard import at_the_desk
from webui.desk.session import TOKEN
from webui.http import responses
from webui.http.compression import STATIC, compress_responses
from webui.http.parameters import MOST_LISTED
from webui.http.private_logs import keep_private
from webui.http.public_address import host_of, use_public_address
from webui.http.request_ids import name_requests
from webui.http.static_files import send_static, static_address
from webui.i18n import labels, languages, negotiation, words
from webui.i18n.field_names import SUGGESTIONS
from webui.i18n.message_lookup import localised_message, reason
from webui.i18n.moments import moment
from webui.identity.identity import identity
from webui.identity.rate_limits import limit_requests
from webui.pages import routes as pages
from webui.presentation.text_markup import MarkedParagraph
from webui.services import links
from webui.services.services import OpenArchive

OWN_NAMES = ("localhost", gethostname())  # besides addresses such as 127.0.0.1, which are always allowed


def _presentable(value: Any) -> Any:
    """Make a value fit for a page before a template writes it; our own markup already is."""
    return labels.clean_for_page(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _may_hold_secret() -> bool:
    """Return whether the response is for the archivist or another user, or repeats an address with a token."""
    return at_the_desk() or identity().user is not None or TOKEN in request.args


def create_app(config: Mapping[str, Any]) -> Flask:
    """Return the application over one archive.

    `config` holds ARCHIVE, the archive's folder, or SERVICES, an object with catalogue, searcher, store, renditions and
    settings; and may hold ALLOWED_HOSTS and Flask's own keys. Raise ArchiveMissing if the folder is not an archive.
    """
    app = Flask("webui", static_folder=None, template_folder="templates")
    keep_private(app.logger, logging.getLogger("waitress"))
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # nothing here accepts a long body
    app.config.update(config)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.finalize = _presentable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_=words._, ngettext=words.ngettext, words=words, labels=labels, links=links)
    app.jinja_env.globals.update(languages=languages, language_choices=negotiation.choices)
    app.jinja_env.globals.update(told=localised_message, in_words=reason, moment=moment)
    app.jinja_env.globals["suggestion_kinds"] = SUGGESTIONS
    app.jinja_env.globals["most_listed"] = MOST_LISTED
    app.jinja_env.tests["paragraph"] = lambda block: isinstance(block, MarkedParagraph)
    found: OpenArchive = config.get("SERVICES") or OpenArchive(Path(config["ARCHIVE"]))
    app.extensions["press-archive"] = found
    app.jinja_env.globals["archive_name"] = found.settings.archive.name
    web = found.settings.web
    app.config.setdefault("ALLOWED_HOSTS", (*(web.trusted_hosts or OWN_NAMES), *host_of(web.public_url)))
    compress_responses(app, _may_hold_secret)
    name_requests(app)
    use_public_address(app, web)
    negotiation.speak(app, web.language, is_api)
    responses.protect(app)
    limit_requests(app, web)
    admit(app)
    app.add_url_rule("/static/<path:filename>", STATIC, send_static)
    app.jinja_env.globals["static"] = static_address
    api.register(app)
    pages.register(app)
    feeds.register(app)
    desk.register(app)
    return app
