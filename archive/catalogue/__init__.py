"""The catalogue: what is known of the records. All SQL of the project is in this package."""

from archive.catalogue.catalogue import Catalogue
from archive.catalogue.mentions import Naming, Unnamed
from archive.catalogue.names import Name
from archive.catalogue.paths import actual, name_key, printable, shown
from archive.catalogue.receipts import DONE, RUNNING, STOPPED, Accession, Line
from archive.catalogue.records import ARCHIVIST, Access, Known, NewAsset
from archive.catalogue.relations import INVERSE
from archive.catalogue.suggesting import Guess
from archive.catalogue.writer import Writer

__all__ = [
    "ARCHIVIST",
    "DONE",
    "INVERSE",
    "RUNNING",
    "STOPPED",
    "Access",
    "Accession",
    "Catalogue",
    "Guess",
    "Known",
    "Line",
    "Name",
    "Naming",
    "NewAsset",
    "Unnamed",
    "Writer",
    "actual",
    "name_key",
    "printable",
    "shown",
]
