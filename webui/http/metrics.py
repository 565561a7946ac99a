"""Metrics for Prometheus, on a separate port: requests by route, and how far the index is behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from flask import Flask, Response, g, request

from archive.access import PUBLIC
from archive.errors import PressArchiveError
from archive.messages import Message
from archive.search.execution.requests import Results, SearchRequest
from archive.storage.job_queue import JobCounts, count_jobs
from webui.http.server import AddressInUse
from webui.services.services import OpenArchive, services_of

try:
    import prometheus_client
except ImportError:  # the extra metrics is not installed
    prometheus_client = None  # type: ignore[assignment]

_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}  # a client may send any word
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class MetricsMissing(PressArchiveError):
    """The extra that the setting needs is not installed."""


@contextmanager
def serve_metrics(app: Flask, host: str, port: int) -> Iterator[None]:
    """Count the requests of an application, and serve the metrics at http://HOST:PORT/metrics while the block runs.
    Raise MetricsMissing if prometheus-client is not installed, AddressInUse if the port is taken."""
    if prometheus_client is None:
        raise MetricsMissing(Message("metrics-driver-missing"))
    figures = prometheus_client.CollectorRegistry()
    _count_requests(app, figures)
    _watch_index(services_of(app), figures)
    _watch_queue(services_of(app), figures)
    prometheus_client.ProcessCollector(registry=figures)
    try:
        server, thread = prometheus_client.start_http_server(port, host, figures)
    except OSError as error:
        raise AddressInUse(Message("port-taken", host=host, port=port, error=error.strerror or str(error))) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _count_requests(app: Flask, figures: prometheus_client.CollectorRegistry) -> None:
    labels = ["route", "method", "status"]
    requests = prometheus_client.Counter("press_archive_requests", "Requests answered.", labels, registry=figures)
    seconds = prometheus_client.Histogram(
        "press_archive_request_seconds",
        "Seconds until an answer began, by route; searches are pages.search and api.search.",
        ["route"],
        buckets=_SECONDS,
        registry=figures,
    )

    def begin() -> None:
        g.metrics_began = time.monotonic()

    def count(response: Response) -> Response:
        route = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        requests.labels(route, method, str(response.status_code)).inc()
        if (began := g.get("metrics_began")) is not None:
            seconds.labels(route).observe(time.monotonic() - began)
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before other functions that may refuse the request
    app.after_request(count)


def _watch_index(found: OpenArchive, figures: prometheus_client.CollectorRegistry) -> None:
    """Add two gauges, each -1 if unknown."""

    def found_now() -> Results:
        return found.searcher.search(SearchRequest(page_size=1, facets=(), highlight=False, assisted=False), PUBLIC)

    def lag() -> float:
        try:
            return max(0, found.catalogue.public_revision() - found_now().revision)
        except PressArchiveError:
            return -1

    def records() -> float:
        try:
            return found_now().total
        except PressArchiveError:
            return -1

    for name, about, value in (
        ("press_archive_index_lag_revisions", "Public changes that the index has not reached; -1: not known.", lag),
        ("press_archive_public_records", "Records that everyone can find; -1: not known.", records),
    ):
        prometheus_client.Gauge(name, about, registry=figures).set_function(value)


def _watch_queue(found: OpenArchive, figures: prometheus_client.CollectorRegistry) -> None:
    """Add the jobs of the queue by state, each -1 if the server does not answer; nothing without a server."""
    address = found.settings.catalogue.address(found.archive.folder)
    if not address:
        return

    class Jobs:
        def collect(self) -> Iterator[prometheus_client.Metric]:
            try:
                counts = asdict(count_jobs(address))
            except PressArchiveError:
                counts = dict.fromkeys(JobCounts.__slots__, -1)
            about = "Jobs of `ingest --enqueue` by state; failed ones are counted for 7 days; -1: not known."
            told = prometheus_client.metrics_core.GaugeMetricFamily("press_archive_queue_jobs", about, labels=["state"])
            for state, count in counts.items():
                told.add_metric([state], count)
            yield told

    figures.register(Jobs())
