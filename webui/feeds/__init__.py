"""Feeds and descriptions for other programs. Code here only reads."""

from __future__ import annotations

from flask import Flask

from webui.feeds import atom, discovery


def register(app: Flask) -> None:
    """Put the feeds into the application."""
    app.add_url_rule(atom.PATH, "feeds.atom", atom.search, methods=["GET"])
    app.add_url_rule(discovery.ROBOTS, "feeds.robots", discovery.robots, methods=["GET"])
    app.add_url_rule(discovery.OPENSEARCH, "feeds.opensearch", discovery.opensearch, methods=["GET"])
