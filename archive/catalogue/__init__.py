"""The catalogue: all data about the records. All SQL of the project is here."""

from archive.access import Access
from archive.catalogue.catalogue import Catalogue
from archive.catalogue.events.event_decisions import EventAct
from archive.catalogue.events.event_finder import EventMove
from archive.catalogue.events.events import EventMember, PressEvent
from archive.catalogue.history.change_sets import EDIT, IMPORT, MERGE, SPLIT, UNDO, ChangedValue, ChangeSet
from archive.catalogue.history.decisions import Decision
from archive.catalogue.history.merge import MergeResult
from archive.catalogue.history.split import SplitFile
from archive.catalogue.history.undo import UndoResult, describe_changed_since
from archive.catalogue.history.unmerge import JOINS
from archive.catalogue.history.value_changes import CLEAR, Change, DescribedRecord, Plan, RecordRevision, ValueEdit
from archive.catalogue.image_links.mentions import MentionState, ResolvedMention, UnnamedPhoto
from archive.catalogue.image_links.suggestions import PhotoSuggestion, ProbablePhoto, Rival
from archive.catalogue.index_feed import RecordView
from archive.catalogue.photos.sidecars import Companion, PhotoArrival, PhotoFile, SidecarMatch, is_sidecar_name, sort_of
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.receipts.receipts import (
    ANY_FILE,
    DONE,
    EVERY,
    QUEUED,
    RETRY,
    RUNNING,
    STOPPED,
    Accession,
    LineFilter,
    ReceiptLine,
)
from archive.catalogue.receipts.record_labels import RecordLabel
from archive.catalogue.records.description_merge import COMPANIONS, select_original_candidates
from archive.catalogue.records.public_revisions import PublicChange
from archive.catalogue.records.record_lists import RecordReading
from archive.catalogue.records.record_writes import KnownRecord, NewAsset
from archive.catalogue.records.scan_state import ReadPage, Scan
from archive.catalogue.relations.matches import reason_of
from archive.catalogue.relations.relations import DOUBT, INVERSE, Related, Trust, WantedRelations
from archive.catalogue.restrictions.embargo_propagation import RestrictedRecord
from archive.catalogue.restrictions.record_access import HELD_BY_HAND, UNREAD, UNSCANNED, WAITING, WITHIN
from archive.catalogue.schema.filenames import name_key, printable, restore_path, shown
from archive.catalogue.writer import Writer

__all__ = [
    "ANY_FILE",
    "CLEAR",
    "COMPANIONS",
    "DONE",
    "DOUBT",
    "EDIT",
    "EVERY",
    "HELD_BY_HAND",
    "IMPORT",
    "INVERSE",
    "JOINS",
    "MERGE",
    "QUEUED",
    "RETRY",
    "RUNNING",
    "SPLIT",
    "STOPPED",
    "UNDO",
    "UNREAD",
    "UNSCANNED",
    "WAITING",
    "WITHIN",
    "Access",
    "Accession",
    "Catalogue",
    "Change",
    "ChangeSet",
    "ChangedValue",
    "Companion",
    "Decision",
    "DescribedRecord",
    "EventAct",
    "EventMember",
    "EventMove",
    "KnownRecord",
    "LineFilter",
    "MentionState",
    "MergeResult",
    "NamedFile",
    "NewAsset",
    "PhotoArrival",
    "PhotoFile",
    "PhotoSuggestion",
    "Plan",
    "PressEvent",
    "ProbablePhoto",
    "PublicChange",
    "ReadPage",
    "ReceiptLine",
    "RecordLabel",
    "RecordReading",
    "RecordRevision",
    "RecordView",
    "Related",
    "ResolvedMention",
    "RestrictedRecord",
    "Rival",
    "Scan",
    "SidecarMatch",
    "SplitFile",
    "Trust",
    "UndoResult",
    "UnnamedPhoto",
    "ValueEdit",
    "WantedRelations",
    "Writer",
    "describe_changed_since",
    "is_sidecar_name",
    "name_key",
    "printable",
    "reason_of",
    "restore_path",
    "select_original_candidates",
    "shown",
    "sort_of",
]
