"""The engine for large archives: tantivy keeps the index, and matches, ranks and counts in native code.

It is an extra (`pip install "press-archive[tantivy]"`). It gets the same terms and the same plans as the default
engine and gives the same answers; scores differ in their last digits and by what tantivy takes for the average length
of a field (that of all documents, not of those that have the field).
"""

from archive.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
