"""Alerts: queries whose new public records are reported to a web address or by mail. Only `archive.commands` and the
index process may import it. Start: delivery.py."""
