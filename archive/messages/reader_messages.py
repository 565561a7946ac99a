"""Messages of readers: why a file could not be read, and notes on what was read of it."""

from __future__ import annotations

from collections.abc import Mapping

_DISK: Mapping[str, str] = {
    "empty-file": "empty file: %(file)s has no bytes",
    "copy-again": "copy it again from where it came from",
    "larger-than-limit": "larger than %(size)s MB",
    "raise-limit": "raise intake.max_file_mb in archive.toml and ingest it again",
    "no-permission": "no permission to read it",
    "give-permission": "give this user read permission and ingest again",
    "gone": "it is not there any more",
    "vanished": "it vanished before it could be read",
    "ingest-again": "ingest again if it should be there",
    "path-too-long": (
        "its path is longer than this system takes; move it nearer to the top of the disk and ingest again"
    ),
    "link-loop": "it is a loop of symbolic links; add the file they should lead to",
    "disk-refused": "%(error)s; make it readable and ingest again",
    "disk-failed": "the disk could not give it (%(error)s); check the disk and ingest again",
    "disk-unread": "%(file)s could not be read from disk: %(error)s; check the disk",
    "source-no-file": "%(file)s is not a regular file: give the file itself.",
    "source-gone": "%(file)s is gone: try again when it is back.",
    "source-refused": "%(file)s cannot be read (%(error)s): check its permissions and its disk.",
    "source-failed": "%(file)s cannot be read (%(error)s): check the disk it lies on.",
    "source-vanished": "%(file)s vanished while it was copied: try again when it is back.",
    "source-changed": "%(file)s changed while it was read: try again.",
    "source-changing": "%(file)s changed while it was copied: try again when nothing is writing to it.",
    "it-no-file": "it is not a regular file: give the file itself.",
    "it-gone": "it is gone: try again when it is back.",
    "it-refused": "it cannot be read (%(error)s): check its permissions and its disk.",
    "it-failed": "it cannot be read (%(error)s): check the disk it lies on.",
    "it-vanished": "it vanished while it was copied: try again when it is back.",
    "it-changed": "it changed while it was read: try again.",
    "it-changing": "it changed while it was copied: try again when nothing is writing to it.",
}

_PASSWORDS: Mapping[str, str | tuple[str, str]] = {
    "encrypted": "%(file)s needs a password: give a copy without password",
    "encrypted-word": (
        "%(file)s needs a password: give a copy without password, or open it in Word and save it without one"
    ),
    "encrypted-office": (
        "%(file)s needs a password: give a copy without password, or open it in Word, Excel or PowerPoint and "
        "save it without one"
    ),
    "encrypted-powerpoint": (
        "%(file)s needs a password: give a copy without password, or save it in PowerPoint without one"
    ),
    "encrypted-passwords-tried": (
        "%(file)s needs a password, and none of those given opens it: give a copy without password, or open it "
        "and save it without one"
    ),
    "encrypted-unknown-method": (
        "%(file)s is protected by an unknown method: give a copy without password, or open it and save it without one"
    ),
    "give-passwords": (
        "or write its password into a file, one a line, and run `press-archive ingest --retry N --pdf-passwords "
        "FILE` with the number of this receipt"
    ),
    "encrypted-inside": "it needs a password",
    "unpack-with-password": "unpack the archive with it and ingest the folder",
    "encrypted-members": ("1 of them needs a password", "%(count)s of them need a password"),
    "encrypted-mail": "an encrypted mail",
    "save-decrypted": "open it in the program of its recipient, save it decrypted and ingest that",
}

_DOCUMENTS: Mapping[str, str] = {
    "a-word-document": "a Word document",
    "an-opendocument-text": "an OpenDocument text",
    "a-spreadsheet": "a spreadsheet",
    "a-workbook": "a workbook",
    "a-book": "a book",
    "a-presentation": "a presentation",
    "word-processor": "a word processor",
    "spreadsheet-program": "a spreadsheet program",
    "presentation-program": "a presentation program",
    "damaged-document": (
        "%(file)s is %(what)s that is damaged: copy it again from where it came from, or open it in "
        "%(program)s and save it again"
    ),
    "damaged-word-file": (
        "%(file)s is a damaged Word file: copy it again from where it came from, or open it in a word processor "
        "and save it again"
    ),
    "damaged-hwp": (
        "%(file)s is a Hangul document that is damaged: copy it again from where it came from, or open it in Hangul "
        "and save it again"
    ),
    "damaged-mail": "%(file)s is a mail that is damaged: copy it again, or open it in Outlook and save it as EML",
    "damaged-pst": (
        "%(file)s is an Outlook store that is damaged: copy it again while Outlook is closed, or repair it with "
        "scanpst, which comes with Outlook"
    ),
    "pst-package-missing": (
        "%(file)s is an Outlook store: install what reads it with pip install 'press-archive[pst]', then run "
        "`press-archive ingest --retry`"
    ),
    "pst-mail-inside": "a mail that is attached to another one: open that in Outlook, and save this one as MSG",
    "save-mail-attachments": "save its attachments and ingest them",
    "pst-item-inside": "a contact, appointment or task that is attached to a mail: open it in Outlook and save it out",
    "pst-folder-damaged": (
        "of %(file)s this folder is damaged: repair the store with scanpst, which comes with Outlook, and ingest it "
        "again"
    ),
    "pst-mail-damaged": "of %(file)s this mail is damaged: open it in Outlook and save it as MSG",
    "object-inside": "an object of another program: open the mail in Outlook and save it out",
    "book-without-text": "%(file)s has no words in its chapters: open it in a reader of books and save it as PDF",
    "damaged-presentation": (
        "%(file)s is a presentation that is damaged: copy it again from where it came from, or open it in "
        "PowerPoint or LibreOffice and save it again"
    ),
    "damaged-pdf": (
        "%(file)s is a damaged PDF that neither pdfium nor pypdf can open: copy it again from where it came "
        "from, or open it in a viewer and print it to a new PDF"
    ),
    "damaged-djvu": (
        "%(file)s is a damaged DjVu document: copy it again from where it came from, or open it in a viewer and save "
        "it as PDF"
    ),
    "djvu-in-parts": "it only lists the files that hold the pages of a DjVu document: ingest these too",
    "rtf-too-deep": (
        "%(file)s is an RTF document that was not read, because its groups are nested too deeply: check where it "
        "came from, or open it in a word processor and save it again"
    ),
    "document-declares-entities": (
        "%(file)s is %(what)s that was not opened because it declares entities: check where it came from; if it is "
        "genuine, open it in the program that made it and save it again"
    ),
    "document-too-large": (
        "%(file)s is %(what)s that was not opened, %(why)s: check where it came from, and split it if it is genuine"
    ),
    "too-many-members": "because it has %(count)s members",
    "member-unpacks": "because one member unpacks from %(packed)s to %(size)s",
    "document-unpacks": "because it unpacks to %(size)s",
    "text-unpacks": "because its text unpacks to %(size)s",
    "too-many-elements": "because it has more than %(count)s elements",
    "parts-too-deep": "because its parts are nested too deeply",
    "word-without-body": "%(file)s is a Word document without a body: ask the sender for another copy",
    "opendocument-without-text": "%(file)s is an OpenDocument text without a text: ask the sender for another copy",
    "pdf-without-pages": "%(file)s is a PDF without pages: ask the sender for another copy",
}

_NEWS: Mapping[str, str] = {
    "json-unreadable": "%(file)s is not valid JSON (%(why)s): export it again",
    "json-too-large": "%(file)s is JSON of over %(size)s MB: split it and ingest the parts",
    "json-too-many-values": "it holds over %(most)s values",
    "nested-too-deep": "it is nested over %(most)s deep",
    "xml-unreadable": "%(file)s is not valid XML (%(why)s): export it again",
    "declares-entities": "it declares entities of its own, which are not read; take the DOCTYPE out of it",
    "xml-too-large": "%(file)s is XML of over %(size)s MB: split it and ingest the parts",
    "xml-too-deep": "its elements are nested over %(most)s deep",
    "xml-damaged": "its markup is damaged: %(error)s",
    "xml-too-many-elements": "it has over %(most)s elements; split it and ingest the parts",
    "line-unreadable": "line %(line)s is not valid JSON (%(why)s): correct it and ingest the file again",
    "line-too-long": "line %(line)s is longer than %(size)s MB: correct it and ingest the file again",
    "line-no-record": (
        "line %(line)s is JSON, but neither a record nor a news item: correct it and ingest the file again"
    ),
    "line-lacks-keys": (
        "line %(line)s is JSON, but not an article: it needs a title (as title or headline) and a text (as text, body "
        "or content), and has %(keys)s"
    ),
    "read-as-text": "read as plain text: %(why)s",
    "feed-no-article": "a %(type)s of WordPress, which is not an article",
    "feed-without-items": "a feed without items",
    "no-record-inside": "%(file)s has no record in it: export it again",
    "too-many-lines": "%(file)s has over %(most)s lines: split it and ingest the parts",
    "no-news-item": "%(file)s has no news item in it: export it again",
    "no-item": "%(file)s has no item in it: export it again",
    "no-nitf": "%(file)s says it is NITF and has no such element: export it again",
    "data-not-read": "data inside it is encoded and was not read: the original has it",
    "data-damaged": "data inside it is encoded and damaged: ask its agency for it again",
    "marked-by-agency": 'its agency marked it "%(status)s": held until someone decides',
    "passages-only": "only passages of its text are in it, as a search shows them",
}

_CONTAINERS: Mapping[str, str | tuple[str, str]] = {
    "zip-damaged": "the ZIP archive is damaged or cut off (%(why)s)",
    "packed-damaged": "it is damaged or cut off (%(why)s)",
    "packed-damaged-after": (
        "it is damaged or cut off after 1 file (%(why)s)",
        "it is damaged or cut off after %(count)s files (%(why)s)",
    ),
    "member-damaged": "it is damaged in the archive (%(why)s)",
    "member-too-deep": "it lies %(deep)s files deep in %(file)s",
    "unpack-outer": "unpack that and ingest the folder",
    "unpack": "unpack it and ingest the folder",
    "unpacks-too-large": "it unpacks to over %(times)s times its size, as malicious files do",
    "unpack-and-look": "unpack it and look at it",
    "entries-overlap": "its entries overlap, as in malicious files",
    "pack-again": "open it in the program that made it and pack its files again",
    "entry-too-long": "an entry is longer than the file",
    "no-end-mark": "it has no end mark: if it is larger where it came from, copy it again",
    "too-many-files": "at most %(most)s files inside one are taken in, and it holds %(number)s files",
    "too-many-files-inside": "at most %(most)s files inside one are taken in, and it holds more files than that",
    "too-large-in-all": "unpacked it is larger than %(size)s GB",
    "member-too-large": ("inside another file, and larger than %(size)s MB; unpack it and ingest it by itself"),
    "container-too-large": (
        "with it there would be more than %(most)s files or %(size)s GB in %(file)s; unpack that and ingest the folder"
    ),
    "member-left-out": "it could not be unpacked (it was left out); ingest it again",
    "member-not-unpacked": "it could not be unpacked (%(why)s); ingest it again",
    "with-the-pictures": "with the pictures, which come after all that may hold them back",
    "too-many-mails": "over %(most)s mails in one mailbox: export it folder by folder",
    "names-encrypted": "the names in it need a password",
    "names-password-wrong": "none of those given is that: give another, or unpack it and ingest the folder",
    "rar-locked": "it needs a password, and files in a RAR are not decrypted here",
    "not-unpacked-here": "of %(file)s only the names inside were read",
    "names-only": (
        "the name of 1 file inside it; that was not unpacked",
        "the names of %(count)s files inside it; these were not unpacked",
    ),
    "member-unsupported": "it is packed in a way that is not read here (%(why)s)",
    "member-volume": "it is not complete in this file, as in one volume of several",
    "unknown-version": "of an unknown version",
    "warc-left-out": (
        "1 answer in it was left out: a script, style, small picture, redirect or error",
        "%(count)s answers in it were left out: scripts, styles, small pictures, redirects and errors",
    ),
    "warc-encoding": "it is packed as %(encoding)s, which is not unpacked here; save the page and ingest that",
    "tags-only": "%(length)s minutes of sound or film, of which only the tags were read",
    "tags-unread": "no tags could be read in it",
    "emlx-cut-off": "%(file)s is shorter than it says, so its mail is incomplete: copy it again",
    "pst-no-mails": (
        "1 contact, appointment or task in it was left out",
        "%(count)s contacts, appointments and tasks in it were left out",
    ),
    "pst-deleted": (
        "1 mail in its folder of deleted ones was left out: move it elsewhere to have it read",
        "%(count)s mails in its folder of deleted ones were left out: move them elsewhere to have them read",
    ),
    "emlx-deleted": "it was marked as deleted in Apple Mail",
    "emlx-state-unread": (
        "the state that Apple Mail keeps of it cannot be read, so it may be a draft: look at it and release it"
    ),
    "emlx-partial": "attachments of it lie in other files of Apple Mail: save the mail there, and ingest that",
    "mail-too-large": "a mail larger than %(size)s MB; save its attachments and ingest them",
}

_WORKERS: Mapping[str, str] = {
    "worker-killed": "Reading %(file)s crashed the worker (%(signal)s)",
    "worker-ended": "Reading %(file)s ended the worker with exit code %(status)s",
    "worker-killed-outside": (
        "Reading %(file)s had its worker killed from outside, as a machine without free memory does"
    ),
    "worker-left-processes": "Reading %(file)s left other processes running, which were ended",
    "worker-disturbed": "Reading %(file)s disturbed the worker, which was ended",
    "maybe-harmful": ("it may be damaged or malicious: open it in the program that made it, save it and add it again."),
    "worker-timeout": (
        "Reading %(file)s took more than %(seconds)s seconds and was stopped; it may be damaged or malicious: "
        "open it in the program that made it, save it and add it again, or set [worker] wall_seconds higher."
    ),
    "worker-cpu": (
        "Reading %(file)s took more than %(seconds)s seconds of computing and was stopped; it may be damaged or "
        "malicious: open it in the program that made it, save it and add it again, or set [worker] "
        "cpu_seconds higher."
    ),
    "worker-memory": (
        "Reading %(file)s needs more than %(size)s of memory and was stopped; it may be damaged or malicious: "
        "open it in the program that made it, save it and add it again, smaller if it can be."
    ),
    "worker-output": (
        "Reading %(file)s wrote more than %(size)s and was stopped; it may be damaged or malicious: open it in the "
        "program that made it, save it and add it again, or add its parts one by one."
    ),
    "worker-answer-too-long": (
        "What was read from %(file)s is more than %(size)s and was not taken; divide the file into smaller ones and "
        "add these."
    ),
    "worker-file-missing": "A worker named a file that it did not leave (%(name)s); add the original again.",
    "worker-answer-unusable": (
        "Reading %(file)s gave an answer that cannot be used; it may be malicious: open it in the program that made "
        "it, save it and add it again."
    ),
    "reader-failed": (
        "%(file)s could not be read (a fault of its reader: %(error)s); it may be damaged: open it in the program "
        "that made it, save it and add it again."
    ),
    "reader-failed-unnamed": (
        "The file could not be read (a fault of its reader: %(error)s); it may be damaged: open it in the program "
        "that made it, save it and add it again."
    ),
}

_PICTURES: Mapping[str, str] = {
    "picture-unreadable": "neither a picture nor a description could be read from it (%(why)s)",
    "save-picture": "open it in a picture program, save a copy and ingest that",
    "save-smaller-picture": "open it in a picture program, save a smaller copy and ingest that",
    "picture-truncated": "the picture is incomplete: %(why)s",
    "picture-damaged": "the picture is damaged: %(why)s",
    "picture-not-shown": "the picture cannot be shown: %(why)s; its description was kept",
    "picture-crashed": "the picture cannot be shown, its description was kept: %(error)s",
    "picture-small-copy": "the picture is shown by a small copy kept in the file: %(why)s",
    "description-kept": "its description was kept",
    "rest-shown": "what there is of it is shown",
    "no-thumbnail": "no thumbnail could be made: %(why)s",
    "exif-incomplete": "not all is known about how the picture was taken: %(why)s",
    "exif-damaged": "its EXIF is damaged",
    "exif-too-many": "its EXIF claims more values than a camera writes",
    "data-incomplete": "its data is damaged or incomplete",
    "picture-memory": "it needs more memory than a file may use",
    "profile-too-large": "a text or colour profile in it grows beyond what is safe to unpack",
    "no-preview": "no preview is in it that can be shown",
    "no-larger-preview": "no larger preview is in it",
    "picture-undecodable": "the picture itself cannot be decoded",
    "picture-decoding": (
        "The picture cannot be decoded (%(why)s); open it in the program that made it, save it and add it again."
    ),
    "picture-format": (
        "This is not a picture in a supported format (%(formats)s), or it is damaged; save it as one of these and "
        "add that."
    ),
    "picture-megapixels": (
        "The picture has more pixels than are safe to open; make one of at most %(most)s megapixels and add that."
    ),
    "develop-raw": (
        "No preview is in it that can be shown; develop it in a raw converter and add the picture beside it."
    ),
    "picture-cut": "the file ends before its picture does",
    "blocks-damaged": "its blocks are damaged",
    "segments-damaged": "its segments are damaged",
    "no-picture": "%(file)s is not a picture, and cannot be described without being read: add it again",
    "frame-missing": "frame %(frame)s is not there, or too large: save it as a file of its own",
    "frame-undecodable": "frame %(frame)s cannot be decoded (%(why)s): save it as a file of its own",
    "sidecar-too-long": "only the first %(size)s MB of the sidecar were read; what they say was kept",
    "sidecar-silent": "the sidecar says nothing of its photo",
}

_NO_WORDS: Mapping[str, str | tuple[str, str]] = {
    "no-reader": "no reader for %(type)s: kept and described without its text",
    "no-such-document": (
        "it is no %(what)s that can be read: copy it again from where it came from, or open it in %(program)s and "
        "save it again"
    ),
    "word-document": "Word document",
    "opendocument-text": "OpenDocument text",
    "converted-by": "the text is that of a PDF that %(program)s made of the file",
    "converted-table-by": "the text is that of a workbook (XLSX) that %(program)s made of the file",
    "not-converted": "it was not converted, so that it has no text: %(why)s",
    "converted-empty": "what %(program)s made of it has no words",
    "converter-absent": "there is no %(program)s on this machine: see `press-archive doctor`",
    "converter-too-large": "it is larger than %(size)s MB; save it as PDF in its own program, and add that",
    "converter-nothing": "the converter made nothing of it, and ended with %(status)s; save it as PDF in its own "
    "program, and add that",
    "converter-no-pdf": "what the converter made is no PDF; save it as PDF in its own program, and add that",
    "converter-no-archival": "what the converter made is no PDF/A: install LibreOffice 7 or later",
    "access-copies-no-converter": (
        "1 document without a copy: install LibreOffice, and set `converter` below [intake]",
        "%(count)s documents without a copy: install LibreOffice, and set `converter` below [intake]",
    ),
    "reread-unconverted": "it was not converted now: what was read of it before stays",
    "save-as-pdf": "save it as PDF in the program that made it and ingest that",
    "pictures-only": "no words in it: it may hold only pictures",
    "empty-cells": "no words in it: only empty cells",
    "empty-cues": "no words in it: its cues are empty",
    "blank": "no words in it: only white space",
    "nothing-shown": "no words in it: no element that is shown",
    "page-by-script": "no words in it: the page may be made by a script",
    "export-without-text": "no words in it: an export of what is known of the record, without its text",
    "news-without-text": "no words in it: its agency sent no text",
    "news-without-body": "no words in it: its agency sent no body",
    "empty-body": "no words in it: its body is empty",
    "slides-of-pictures": "no words in it: its slides may be pictures",
    "mail-without-words": "no words in its body",
    "mail-sealed": "its words are wrapped in its signature: open it in a mail program, save it as text and ingest that",
    "no-page": "no page in it: %(file)s has no part that is HTML",
    "save-page-again": "save the page again",
    "no-page-filled": "no page has anything on it",
    "page-empty": "its page has nothing on it",
}

_NOTES: Mapping[str, str | tuple[str, str]] = {
    "name-contradicts": "its name says %(name)s, its content is %(content)s",
    "hidden": "not in the text, though the original has them: %(what)s",
    "hidden-slides": ("1 hidden slide", "%(count)s hidden slides"),
    "hidden-rows": ("1 hidden row", "%(count)s hidden rows"),
    "hidden-columns": ("1 hidden column", "%(count)s hidden columns"),
    "hidden-sheets": (
        "1 hidden sheet not read: show what belongs to it and ingest it again",
        "%(count)s hidden sheets not read: show what belongs to it and ingest it again",
    ),
    "pages-unreadable": "%(pages)s could not be read",
    "look-at-original": "look at the original",
    "page-without-text": "%(pages)s has nothing to read",
    "pages-without-text": "%(pages)s have nothing to read",
    "pages-left": "only pages 1-%(pages)s of %(all)s can be searched: %(why)s; split the file to find the rest",
    "has-pages": "it has %(number)s pages",
    "no-more-opened": "no more could be opened",
    "text-limit": "%(characters)s characters and %(seconds)s s are the limit",
    "pages-unread": "the words of %(pages)s could not be read: %(why)s",
    "scan-pages-left": (
        "only 1 of its %(all)s scanned pages was read; %(cure)s",
        "only %(count)s of its %(all)s scanned pages were read; %(cure)s",
    ),
    "raise-pages": "raise pages_per_file in [ocr] of archive.toml, then `press-archive ocr` with its id",
    "looks-like-text": "it looks like a page of text, whose words are not read yet",
    "looks-like-texts": "it looks like %(number)s pages of text, whose words are not read yet",
    "year-doubtful": "the year of %(day)s is not likely: compare it with the original",
    "file-day-doubtful": (
        "its file says it was made on %(made)s, and its text names %(named)s: no day of issue is taken from that"
    ),
    "day-without-year": "%(day)s without its year",
    "too-many-mentions": "The text names more photos than are read (%(most)s); later names are kept as text.",
    "breaks-off": "it ends too early",
    "rest-here": "what stood before it is here: have it sent again",
    "embargo-not-enforced": "words of an embargo in a text of %(date)s are not enforced: %(words)s",
    "embargo-no-zone": "the embargo names no time zone: %(words)s",
    "embargo-everywhere": "held until that time has come everywhere",
    "front-matter-unread": "the front matter could not be read: %(why)s; it was kept as text",
    "front-matter-aliases": "it uses aliases (*name), which are not read",
    "front-matter-deep": "it is nested more than %(most)s deep",
    "front-matter-long": "it is longer than %(size)s kB",
    "front-matter-no-list": "it is not a list of `key: value`",
    "front-matter-date": "the front matter's %(key)s is not a date that could be read: %(text)s",
    "bytes-invalid": (
        "1 place not valid in %(encoding)s, shown as \ufffd: compare with the original",
        "%(count)s places not valid in %(encoding)s, shown as \ufffd: compare with the original",
    ),
    "file-cut": "only the first %(size)s MB were read: split the file to find the rest",
    "file-cut-of": "only the first %(size)s MB of %(all)s MB were read: split the file to find the rest",
    "orders-unread": "more beside the text than can be searched for an embargo: look through it and release it",
    "document-cut": "only the first %(size)s MB were read: split the document to find the rest",
    "document-slow": (
        "only the first %(characters)s characters could be read in %(seconds)s s: split the document to find the rest"
    ),
    "text-cut": (
        "only the first %(characters)s of %(all)s characters can be searched: split the file to find the rest"
    ),
    "markdown-too-long": "too long to take the marks of Markdown out: kept as written",
    "page-too-deep": "elements nested too deep to tell the article from the page: all its words were read",
    "page-too-long": "too long a page to find the article in: all its visible words were read",
    "article-not-found": "the article could not be told from the page (%(error)s): all was read",
    "rtf-cut": "it ends before its last group is closed: compare the text with the original",
    "slides-left": "its last slides were not read, because there are too many: split the presentation",
    "slides-damaged": "its directory is damaged: all its texts were read, not slide by slide",
    "part-not-imported": (
        "a part of it that a program put in from another file was not read: open it in Word, save it again and ingest "
        "that"
    ),
    "core-properties-unread": "the core properties could not be read (%(error)s)",
    "old-powerpoint": (
        "saved by PowerPoint 95: only its plain text was read; open it in PowerPoint and save it as PPTX"
    ),
    "old-word": "saved by Word 6 or 95: only its plain text was read; open it in Word and save it as DOCX",
    "document-inside": "a document inside was not read: open it in Word and save that document as a file of its own",
    "early-word": (
        "saved by Write, Word for DOS or Word 1 or 2: only its plain text was read; open it in LibreOffice and save it "
        "as DOCX"
    ),
    "pictures-inside": (
        "1 picture inside not taken out: save it as DOCX to have them as files",
        "%(count)s pictures inside not taken out: save it as DOCX to have them as files",
    ),
    "pdf-information-unread": "the document information could not be read (%(error)s)",
    "attachments-not-found": "its attachments could not be found; %(cure)s",
    "attachments-unread": "its attachments could not be read (%(error)s); %(cure)s",
    "attachments-left": "not all of its attachments were taken in (%(why)s); %(cure)s",
    "attachment-missing": "attached, but not in the file: ask for it, or %(cure)s",
    "attachment-damaged": "attached, but damaged (%(error)s); %(cure)s",
    "save-attachments": "save them out of it in a PDF viewer and ingest them",
    "too-many-attachments": "it has more than %(most)s: split it",
    "portfolio": "a PDF portfolio: what it holds are the files inside it",
    "pdf-repaired": "damaged: pdfium could not open it, pypdf read it; compare the text with the original",
}

_TABLES: Mapping[str, str | tuple[str, str]] = {
    "columns-as-text": "kept as text only: the column %(names)s",
    "several-columns-as-text": "kept as text only: the columns %(names)s",
    "rows-as-text": "%(count)s more rows name photos; they are kept as text: split the table",
    "rows-left": "only the first %(most)s rows were read: split the table to find the rest",
    "quotation-open": (
        "a quotation mark in line %(line)s is never closed, and all below it was read as one cell: correct it and "
        "ingest the table again"
    ),
    "row-unread": "row %(row)s of the table could not be read: %(error)s",
    "cells-not-read": "kept, but its cells were not read: %(why)s",
    "sheet-spans": "a sheet spans more than %(count)s cells; delete its empty rows and columns",
    "cells-unreadable": "kept, but its cells could not be read (%(why)s): %(cure)s",
    "sheet-unreadable": "the sheet %(sheet)s could not be read (%(why)s): %(cure)s",
    "workbook-unpacks": "it unpacks to more than %(size)s MB; split it and ingest the parts",
    "workbook-too-large": "its cells take more than %(size)s MB; split it and ingest the parts",
    "workbook-too-many-records": "it has more than %(most)s records; split it",
    "workbook-damaged": "it is damaged (%(why)s); %(cure)s",
    "no-workbook": "no workbook in it",
    "sectors-endless": "its sectors do not end",
    "save-workbook": "open it in Excel or LibreOffice and save it again",
}

FORMAT_MESSAGES: Mapping[str, str] = {
    "format-text": "text",
    "format-table": "table",
    "format-document": "word processor document",
    "format-spreadsheet": "spreadsheet",
    "format-presentation": "presentation",
    "format-container": "archive of files",
    "format-media": "sound or film",
    "format-raw": "camera raw file",
    "content-page": "an HTML page",
    "content-text": "plain text",
    "content-mail": "an e-mail",
    "content-picture": "a picture",
    "content-pdf": "a PDF",
    "content-document": "a word processor document",
    "content-office": "an office document",
    "content-container": "an archive of files",
    "content-sound": "sound",
    "content-film": "a film",
    "content-unknown": "nothing that is known",
}
"""What a file is by its name or by its content. Names like JPEG are the same in every language."""

_PAGES: Mapping[str, str] = {
    "document-encrypted": (
        "The document needs a password; open it in the program that made it, save it and add it again without one."
    ),
    "document-unopened": (
        "The document cannot be opened (%(error)s); open it in the program that made it, save it and add it again."
    ),
    "document-page-missing": "There is no page %(page)s; the document has pages 1 to %(all)s.",
    "document-page-undrawn": (
        "Page %(page)s cannot be drawn (%(error)s); open it in the program that made it, save it and add it again."
    ),
    "document-page-sizeless": (
        "Page %(page)s has no size; open it in the program that made it, save it and add it again."
    ),
}

_OCR: Mapping[str, str] = {
    "ocr-unopened": "it cannot be opened (%(error)s): print it to a new PDF and give that",
    "ocr-encrypted": "it needs a password: give it with `press-archive ocr --pdf-passwords FILE`",
    "ocr-page-sizeless": "page %(page)s has no size: print it to a new PDF and give that",
    "ocr-page-undrawn": "page %(page)s cannot be drawn (%(error)s): print it to a new PDF and give that",
    "ocr-too-many-words": ("tesseract found more on the page than a page can hold: look at it, and type its words"),
    "ocr-no-words": "tesseract gave no words for the page: `press-archive doctor` says why",
    "ocr-failed": "tesseract could not read the page (%(why)s): check that it runs with `press-archive doctor`",
    "ocr-exit": "it ended with %(status)s",
    "ocr-answer-unusable": "reading it gave an answer that cannot be used",
    "ocr-missing": "tesseract is not installed: on Debian, apt install %(packages)s",
    "ocr-language-missing": "tesseract has no %(languages)s: on Debian, apt install %(packages)s",
    "ocr-given-up": "%(pages)s pages before it took too long",
    "reread-failed": "it could not be read now, and keeps its earlier description: %(why)s",
    "reread-other-version": "another version of it came in meanwhile",
    "reread-scan-waits": "it is a scan that waits for its words; %(how)s describes it with them",
    "reread-pages-left": "still to be read: %(pages)s",
}

READER_MESSAGES: Mapping[str, str | tuple[str, str]] = {
    **_DISK, **_PASSWORDS, **_DOCUMENTS, **_NEWS, **_CONTAINERS, **_WORKERS, **_PICTURES, **_NO_WORDS, **_NOTES,
    **_TABLES, **FORMAT_MESSAGES, **_PAGES, **_OCR,
}  # fmt: skip
