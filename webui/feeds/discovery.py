"""GET /robots.txt for crawlers, /opensearch.xml for browsers that offer the archive's search (OpenSearch 1.1), and
/.well-known/security.txt for reporting vulnerabilities (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort
from lxml import etree

from archive.access import instant, utc_now
from archive.media_types import SVG
from webui.feeds import atom, site_map
from webui.http.public_address import home, prefix_links
from webui.http.responses import add_etag
from webui.i18n import labels, languages
from webui.i18n.words import _
from webui.pages import filters
from webui.services import links
from webui.services.services import services

ROBOTS, OPENSEARCH, SECURITY = "/robots.txt", "/opensearch.xml", "/.well-known/security.txt"
MEDIA_TYPE = "application/opensearchdescription+xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_NAME = 16  # characters of a ShortName
_VALID = timedelta(days=180)  # RFC 9116 requires less than a year
_CLOSED = ("/desk", "/receipts", "/api/v1/export", filters.LIST_PATH, "/list")


def robots() -> Response:
    """Return which addresses crawlers may fetch: all except the desk, exports, and endless pages."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix_links(path)}" for path in _CLOSED),
        f"Allow: {prefix_links('/')}",
        f"Sitemap: {home()}{site_map.INDEX}",
    ]
    body = "\n".join(lines) + "\n"
    return add_etag(Response(body, content_type="text/plain; charset=utf-8"), body)


def opensearch() -> Response:
    """Return the description of the search."""
    root_url, name = home(), labels.clean_for_page(services().settings.archive.name)
    root = etree.Element(f"{{{_NAMESPACE}}}OpenSearchDescription", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    _add(root, "ShortName", name[:_LONGEST_NAME].strip())
    _add(root, "LongName", name[:48])
    _add(root, "Description", _("Press releases, speeches and photographs"))
    _add(root, "Image", f"{root_url}/static/mark.svg", type=SVG, width="16", height="16")
    for path, media_type in ((filters.PATH, "text/html"), (atom.PATH, atom.MEDIA_TYPE)):
        _add(root, "Url", type=media_type, template=f"{root_url}{path}?q={{searchTerms}}")
    _add(root, "Url", type=MEDIA_TYPE, rel="self", template=f"{root_url}{OPENSEARCH}")
    _add(root, "Language", languages.current())
    _add(root, "InputEncoding", "UTF-8")
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return add_etag(Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8"), body)


def security() -> Response:
    """Return whom to tell about a vulnerability: the contact in the settings; 404 without one. It is valid for half a
    year from the day of the request."""
    about, language = services().settings.about, services().settings.web.language
    contacts = [f"mailto:{about.email}"] if about.email else []
    contacts += [address] if (address := links.outside(about.website)) else []
    if not contacts:
        abort(404)
    day = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {instant(day + _VALID)}",
        f"Preferred-Languages: {', '.join(dict.fromkeys((language, 'en')))}",
        f"Canonical: {home()}{SECURITY}",
    ]
    body = "\n".join(lines) + "\n"
    return add_etag(Response(body, content_type="text/plain; charset=utf-8"), body)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes).text = text
