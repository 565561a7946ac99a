"""The writer: everything that may be done within one writing transaction, each thing in one line.

    with catalogue.write(agent="ingest") as writer:
        record = writer.add_record(description, NewAsset(sha256, size, media_type), Access(Status.HELD))
        writer.put_name(Name("disk", "a/b.txt", "", sha256, record, Outcome.ADDED, size, mtime_ns, inode), accession)
        writer.receipt_line(accession, Line("a/b.txt", Outcome.ADDED, record=record, status=Status.HELD))

Mentions are resolved when the transaction ends, so that the order within it does not matter. Writers raise KeyError for
a record that is not there.
"""

from __future__ import annotations

from archive.catalogue.writing_decisions import WritesDecisions
from archive.catalogue.writing_names import WritesNames
from archive.catalogue.writing_records import WritesRecords


class Writer(WritesRecords, WritesNames, WritesDecisions):
    """One writing transaction. Its reads see what it wrote. `revision` is known once it has ended."""
