"""Citations of a record: as a line for people, and in the formats of reference managers."""

from webui.citations.cited_work import Work, attribution, cite_record, line, text, work_of
from webui.citations.formats import FORMATS, Format

__all__ = ["FORMATS", "Format", "Work", "attribution", "cite_record", "line", "text", "work_of"]
