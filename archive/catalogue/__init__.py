"""The catalogue: what is known of the records. All SQL of the project is in this package."""

from archive.access import Access
from archive.catalogue.beside import Companion, Settled, Standing, is_sidecar_name, sort_of
from archive.catalogue.catalogue import Catalogue
from archive.catalogue.change_sets import EDIT, IMPORT, MERGE, SPLIT, UNDO, ChangedValue, ChangeSet
from archive.catalogue.companions import Arrival
from archive.catalogue.decisions import Decision
from archive.catalogue.joining import Joined
from archive.catalogue.kept_back import KeptBack
from archive.catalogue.labels import Label
from archive.catalogue.mention_lists import Tie
from archive.catalogue.mentions import Naming, Unnamed
from archive.catalogue.merging import COMPANIONS, own_offers
from archive.catalogue.names import Name
from archive.catalogue.parting import Part
from archive.catalogue.paths import actual, name_key, printable, shown
from archive.catalogue.readings import Reading
from archive.catalogue.receipts import ANY_FILE, DONE, EVERY, RETRY, RUNNING, STOPPED, Accession, Line, Wanted
from archive.catalogue.records import Known, NewAsset
from archive.catalogue.relating import reason_of
from archive.catalogue.relation_lists import Trust, WantedRelations
from archive.catalogue.relations import DOUBT, INVERSE, Related
from archive.catalogue.revising import CLEAR, Change, Described, Plan, Revised, Saying
from archive.catalogue.scans import UNREAD, ReadPage, Scan
from archive.catalogue.suggesting import Guess, Rival, Suggested
from archive.catalogue.undoing import Undone, told_left
from archive.catalogue.unjoining import JOINS
from archive.catalogue.writer import Writer

__all__ = [
    "ANY_FILE",
    "CLEAR",
    "COMPANIONS",
    "DONE",
    "DOUBT",
    "EDIT",
    "EVERY",
    "IMPORT",
    "INVERSE",
    "JOINS",
    "MERGE",
    "RETRY",
    "RUNNING",
    "SPLIT",
    "STOPPED",
    "UNDO",
    "UNREAD",
    "Access",
    "Accession",
    "Arrival",
    "Catalogue",
    "Change",
    "ChangeSet",
    "ChangedValue",
    "Companion",
    "Decision",
    "Described",
    "Guess",
    "Joined",
    "KeptBack",
    "Known",
    "Label",
    "Line",
    "Name",
    "Naming",
    "NewAsset",
    "Part",
    "Plan",
    "ReadPage",
    "Reading",
    "Related",
    "Revised",
    "Rival",
    "Saying",
    "Scan",
    "Settled",
    "Standing",
    "Suggested",
    "Tie",
    "Trust",
    "Undone",
    "Unnamed",
    "Wanted",
    "WantedRelations",
    "Writer",
    "actual",
    "is_sidecar_name",
    "name_key",
    "own_offers",
    "printable",
    "reason_of",
    "shown",
    "sort_of",
    "told_left",
]
