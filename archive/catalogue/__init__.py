"""The catalogue: what is known of the records. All SQL of the project is in this package."""

from archive.access import Access
from archive.catalogue.catalogue import Catalogue
from archive.catalogue.history.change_sets import EDIT, IMPORT, MERGE, SPLIT, UNDO, ChangedValue, ChangeSet
from archive.catalogue.history.decisions import Decision
from archive.catalogue.history.merge import MergeResult
from archive.catalogue.history.split import Part
from archive.catalogue.history.undo import Undone, told_left
from archive.catalogue.history.unmerge import JOINS
from archive.catalogue.history.value_changes import CLEAR, Change, Described, Plan, Revised, Saying
from archive.catalogue.image_links.mentions import Naming, Tie, Unnamed
from archive.catalogue.image_links.suggestions import Guess, Rival, Suggested
from archive.catalogue.photos.sidecars import Arrival, Companion, Settled, Standing, is_sidecar_name, sort_of
from archive.catalogue.receipts.file_paths import Name
from archive.catalogue.receipts.receipts import ANY_FILE, DONE, EVERY, RETRY, RUNNING, STOPPED, Accession, Line, Wanted
from archive.catalogue.receipts.record_labels import Label
from archive.catalogue.records.description_merge import COMPANIONS, own_offers
from archive.catalogue.records.record_lists import Reading
from archive.catalogue.records.record_writes import Known, NewAsset
from archive.catalogue.records.scan_state import UNREAD, ReadPage, Scan
from archive.catalogue.relations.matches import reason_of
from archive.catalogue.relations.relations import DOUBT, INVERSE, Related, Trust, WantedRelations
from archive.catalogue.restrictions.embargo_propagation import KeptBack
from archive.catalogue.schema.filenames import actual, name_key, printable, shown
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
    "KeptBack",
    "Known",
    "Label",
    "Line",
    "MergeResult",
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
