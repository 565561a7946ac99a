"""The process beside a server that keeps the index up to date and runs the alerts."""

from __future__ import annotations

import sys
from pathlib import Path

from archive.alerts.delivery import alerts_beside
from archive.search.index import index_daemon

if __name__ == "__main__":
    index_daemon.main(Path(sys.argv[1]), int(sys.argv[2]), index_daemon.INTERVAL, alerts_beside)
