"""How a record is cited: what a citation says of it, as a line for people and in the formats of reference managers."""

from webui.citing.formats import FORMATS, Format
from webui.citing.here import cited
from webui.citing.line import line, text
from webui.citing.work import Work, work_of

__all__ = ["FORMATS", "Format", "Work", "cited", "line", "text", "work_of"]
