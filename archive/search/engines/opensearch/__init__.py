"""The engine for archives that have outgrown one machine: an OpenSearch cluster keeps the index.

It is an extra (`pip install "press-archive[opensearch]"`). It gets the same terms and plans as the default engine, and
returns the same results, except:

- Lucene keeps the length of a field in a byte, and scores in 32 bits: scores differ in their last digits, and those of
  texts of more than 40 words by some hundredths.
- A loose phrase in which a word comes twice is worth that word once.
- Of more than 40,000 groups the number is an estimate; of facets with more than 60,000 values that lie in several
  shards, counts are of what the shards tell.
- Where more than 50,000 terms have one beginning, the first of them in order of letters are counted.
- Words of pairs have no neighbours one edit away, and are not listed by their beginnings.
- An update is not atomic (see `engine`).
"""

from archive.search.engines.opensearch.engine import IndexPlace, OpenSearchEngine
from archive.search.engines.opensearch.server import Server, ServerSettings
from archive.search.engines.opensearch.server_indexes import ServerIndexes

__all__ = ["IndexPlace", "OpenSearchEngine", "Server", "ServerIndexes", "ServerSettings"]
