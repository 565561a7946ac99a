"""Feeds and descriptions for other programs. Code here only reads."""

from __future__ import annotations

from flask import Flask

from webui.feeds import atom, discovery, iiif, oai, site_map


def register(app: Flask) -> None:
    """Add the feeds to the application."""
    app.add_url_rule(atom.PATH, "feeds.atom", atom.search, methods=["GET"])
    app.add_url_rule(discovery.ROBOTS, "feeds.robots", discovery.robots, methods=["GET"])
    app.add_url_rule(discovery.SECURITY, "feeds.security", discovery.security, methods=["GET"])
    app.add_url_rule(discovery.OPENSEARCH, "feeds.opensearch", discovery.opensearch, methods=["GET"])
    app.add_url_rule(oai.PATH, "feeds.oai", oai.oai, methods=["GET", "POST"])
    app.add_url_rule(site_map.INDEX, "feeds.site_map", site_map.site_map, methods=["GET"])
    app.add_url_rule(site_map.PART, "feeds.site_map_part", site_map.site_map_part, methods=["GET"])
    app.add_url_rule(site_map.LLMS, "feeds.llms", site_map.llms, methods=["GET"])
    for path, view in (
        ("manifest", iiif.manifest),
        ("sequence", iiif.sequence),
        ("image", iiif.image),
        ("image/info.json", iiif.info),
        ("image/full/<size>/0/default.jpg", iiif.picture),
        ("pages/<number>/full/max/0/default.jpg", iiif.page),
    ):
        app.add_url_rule(f"/iiif/<record_id>/{path}", f"feeds.iiif_{view.__name__}", view, methods=["GET"])
