"""The engine for large archives: tantivy keeps the index, and matches, ranks and counts in native code.

It is an extra (`pip install "press-archive[tantivy]"`). It gets the same terms and plans as the default engine and
returns the same results, except:

- Scores differ in their last digits, by a constant factor, and by what tantivy takes for the average length of a field
  (that of all documents, not of those that have the field; docs/design.md says why it stays so).
- Where a beginning stands for more terms than its limit, the commonest are chosen by counts that hold documents taken
  back, until these are merged away, which the engines do at different times.
- A loose phrase whose words may stand in very many ways (`MAX_SHAPES`) may match by words that are not one chain.
- Words of pairs have no neighbours one edit away.
"""

from archive.search.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
