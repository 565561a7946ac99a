"""What a receipt says of a file, clause by clause, as messages; `told_words` says how they are written."""

from __future__ import annotations

from webui.i18n.words import marked

_BECAME = (
    marked("new"),
    marked("new bytes at a known name: a new version of its record"),
    marked("new bytes at a known name, and the earlier bytes live on under another name: a record of its own"),
    marked("another photograph at a known name (%(said_why)s): a record of its own"),
    marked("made %(taken)s, not %(before)s"),
    marked("it looks different, %(bits)s of 64 bits"),
    marked("same bytes as before under this name"),
    marked("same bytes as %(path)s"),
    marked("kept once, known by both names"),
    marked("moved: these bytes were at %(path)s, where no file is any more"),
    marked("untouched"),
    marked("untouched since it was rejected"),
    marked("untouched since it was skipped"),
    marked("untouched since it was encrypted"),
    marked("receipt %(receipt)s says why, --retry %(again)s tries again"),
    marked("new bytes of a file that was merged into its record"),
    marked("new bytes of the camera's other file of %(name)s"),
    marked("the earlier ones are kept"),
    marked("its original in the archive was missing or altered and is whole again"),
)

_ATTACHED = (
    marked("container: %(said_what)s"),
    marked("no files inside it"),
    marked("1 file inside it"),
    marked("1 file inside it, a record of its own where it can be"),
    marked("%(count)s files inside it"),
    marked("%(count)s files inside it, each a record of its own where it can be"),
    marked("1 line with something in it, a record of its own where it can be"),
    marked("%(count)s lines with something in them, each a record of its own where it can be"),
    marked("1 result was found in it, a record of its own"),
    marked("%(count)s results were found in it, each a record of its own"),
    marked("1 item was found in it, taken in as a record of its own"),
    marked("%(count)s items were found in it, each taken in as a record of its own"),
    marked("caption table: 1 row, about a photo by its file name"),
    marked("caption table: %(count)s rows, each about a photo by its file name"),
    marked("sidecar of %(names)s"),
    marked("waits for its photo: %(name)s, in the same folder"),
    marked("described by its sidecar %(name)s"),
    marked("in place of the earlier one, which is kept"),
    marked("the camera's %(format)s of %(name)s (same folder, same name, made at the same second)"),
    marked("the raw file of %(name)s (same folder, same name, made at the same second)"),
)

_EXPORTED = (
    marked("an export of the record %(record)s, which is in this archive"),
    marked(
        "nothing was changed by it, though it differs in %(keys)s: `press-archive records edit` and `records import` "
        "change values"
    ),
    marked("another export of a record elsewhere that is here: a new version of it"),
    marked("the export of a record that is here"),
    marked("a photo without its picture, which is not among an export: ingest that too, from where it was exported"),
)

_LEFT_OUT = (
    marked("not in the text, though the original has them: %(said_what)s"),
    marked("1 hidden slide"),
    marked("%(count)s hidden slides"),
    marked("1 hidden row"),
    marked("%(count)s hidden rows"),
    marked("1 hidden column"),
    marked("%(count)s hidden columns"),
    marked("`press-archive ocr --pending` with `--pdf-passwords FILE`, for it needs its password"),
    marked("the year of %(day)s is not likely: compare it with the original"),
    marked("it breaks off before its end"),
    marked("what stood before that is here: have it sent again"),
    marked("its file says it was made on %(made)s, and its text names %(named)s: no day of issue is taken from that"),
)

_HELD = (
    marked("held until someone decides: press-archive access"),
    marked("held until someone decides (press-archive access): %(words)s"),
    marked("held until they are read, for they may name an embargo"),
    marked("held until %(instant)s: %(words)s"),
    marked("public all the same, though this copy is held back (%(words)s)"),
    marked("to hide it: press-archive access held %(record)s"),
    marked("its record is held, and this copy does not let it out"),
    marked("it was public until now, with all its versions"),
    marked("holds back with it: 1 record"),
    marked("holds back with it: %(count)s records"),
    marked("scan, its words are not read yet"),
    marked("`press-archive ocr --pending`"),
)

_SKIPPED = (
    marked("system file (%(pattern)s)"),
    marked("change `skip` in archive.toml to take it in"),
    marked("only regular files are taken in"),
    marked("symbolic link"),
    marked("hand over the file it points to"),
    marked("not a file (a pipe, socket or device)"),
    marked("only regular files are taken in, hand over what it stands for"),
    marked("this is the archive itself"),
    marked("it is never taken into itself, hand over the folders beside it"),
    marked("a picture under %(pixels)s pixels a side, as logos and icons are"),
    marked("a picture of a saved page under %(pixels)s pixels a side"),
    marked("part of a saved page (styles, scripts, frames)"),
    marked("take it out of that folder and ingest it if it matters"),
    marked("save it out and ingest it if it matters"),
    marked("its path leads out of the file it is in"),
    marked("unpack that with care, and ingest what you trust"),
    marked("another name of a file that stands in the archive under its own"),
    marked("that one is taken in"),
)

_REFUSED = (
    marked("empty file: %(file)s has no bytes"),
    marked("copy it again from where it came from"),
    marked("larger than %(size)s MB"),
    marked("raise intake.max_file_mb in archive.toml and ingest it again"),
    marked("no permission to read it"),
    marked("give this user read permission and ingest again"),
    marked("it is not there any more"),
    marked("it vanished before it could be read"),
    marked("ingest again if it should be there"),
    marked("it changed while it was read: give it again."),
    marked("it changed while it was copied: give it again when nothing writes to it."),
    marked("%(file)s needs a password: give a copy without password"),
    marked("%(file)s needs a password: give a copy without password, or open it in Word and save it without one"),
    marked(
        "%(file)s needs a password: give a copy without password, or open it in Word, Excel or PowerPoint and "
        "save it without one"
    ),
    marked("%(file)s needs a password: give a copy without password, or save it in PowerPoint without one"),
    marked("it needs a password"),
    marked("unpack the archive with it and ingest the folder"),
    marked("1 of them needs a password"),
    marked("%(count)s of them need a password"),
    marked(
        "%(file)s needs a password, and none of those given opens it: give a copy without password, or open it "
        "and save it without one"
    ),
    marked(
        "or write its password into a file, one a line, and run `press-archive ingest --retry N --pdf-passwords "
        "FILE` with the number of this receipt"
    ),
    marked(
        "%(file)s is a damaged PDF that neither pdfium nor pypdf can open: copy it again from where it came "
        "from, or open it in a viewer and print it to a new PDF"
    ),
    marked(
        "%(file)s is %(said_what)s that is damaged: copy it again from where it came from, or open it in "
        "%(said_program)s and save it anew"
    ),
    marked("a word processor"),
    marked("a spreadsheet program"),
    marked("a presentation program"),
    marked(
        "%(file)s is a damaged Word file: copy it again from where it came from, or open it in a word processor "
        "and save it anew"
    ),
    marked(
        "%(file)s is an RTF document that was not read, for its groups stand too deep in each other: see where "
        "it came from, or open it in a word processor and save it anew"
    ),
    marked("for it has %(count)s members"),
    marked(
        "%(file)s is %(said_what)s that was not opened, for it declares entities: see where it came from, and if "
        "it is real open it in the program that made it and save it anew"
    ),
    marked(
        "%(file)s is %(said_what)s that was not opened, %(said_why)s: see where it came from, and split it if it "
        "is real"
    ),
    marked("a Word document"),
    marked("a spreadsheet"),
    marked("a workbook"),
    marked("a presentation"),
    marked("an OpenDocument text"),
    marked("for one member unpacks from %(packed)s to %(size)s"),
    marked("for its parts stand too deep in each other"),
    marked("%(file)s is no JSON that can be read (%(why)s): export it again"),
    marked("%(file)s is no XML that can be read (it declares entities of its own, which are not read"),
    marked("take the DOCTYPE out of it): export it again"),
    marked("%(file)s is no XML that can be read (%(why)s): export it again"),
    marked("line %(line)s is no JSON that can be read (%(why)s): put it right and ingest the file again"),
    marked("the ZIP archive is damaged or cut off (%(why)s)"),
    marked("it is damaged or cut off (%(why)s)"),
    marked("it lies %(deep)s files deep in %(file)s"),
    marked("unpack that and ingest the folder"),
    marked("it unpacks to over %(times)s times its size, as what is made to do harm"),
    marked("unpack it and look at it"),
    marked("its entries overlap, as in what is made to do harm"),
    marked("open it in the program that made it and pack its files again"),
    marked("Reading %(file)s crashed the worker (%(signal)s)"),
    marked(
        "it may be damaged or made to do harm: open it in the program that made it, save it again and hand it in again."
    ),
    marked("neither a picture nor a description could be read from it (%(why)s)"),
    marked("open it in a picture program, save a copy and ingest that"),
    marked("open it in a picture program, save a smaller copy and ingest that"),
    marked("an encrypted mail"),
    marked("open it in the program of its recipient, save it decrypted and ingest that"),
    marked("no page in it: %(file)s has no part that is HTML"),
    marked("save the page again"),
)

_NOTES = (
    marked("no reader for %(type)s: kept and described without its text"),
    marked("no words in it: it may hold only pictures"),
    marked("no words in it: only empty cells"),
    marked("the picture is truncated: %(why)s"),
    marked("the picture is damaged: %(why)s"),
    marked(
        "the picture cannot be shown: it is too large to open safely: %(width)s x %(height)s pixels, more than %(most)s"
    ),
    marked("the picture cannot be shown: it is too large to open safely: more than %(most)s pixels"),
    marked("the picture cannot be shown: it is packed with %(codec)s, for which there is no decoder here"),
    marked("what describes it was kept"),
    marked("what there is of it is shown"),
    marked("%(pages)s could not be read"),
    marked("look at the original"),
    marked("the embargo names no time zone: %(words)s"),
    marked("held until that time has come everywhere"),
    marked("the embargo names no hour with its zone: %(words)s"),
    marked(
        "the words of this file could not be worked out (%(error)s): it is held, because nobody knows whether it is"
        " under an embargo"
    ),
    marked("it lasts until the end of that day everywhere"),
    marked("words of an embargo in a text of %(date)s are not enforced: %(words)s"),
    marked("no words in it: its cues are empty"),
    marked("no words in it: no element that is shown"),
    marked("no words in it: the page may be made by a script"),
    marked("no words in it: an export of what is known of the record, without its text"),
    marked("kept, but its cells were not read: a sheet spans more than %(count)s cells"),
    marked("delete its empty rows and columns"),
    marked("it ends before its last group is closed: compare the text with the original"),
    marked("the words of %(pages)s could not be read: %(why)s"),
    marked("the export of a record elsewhere that is here as %(record)s, and says the same"),
    marked("an export of the record %(record)s, which is in this archive and says the same"),
    marked("its name says %(said_name)s, its content is %(said_content)s"),
    marked("text"),
    marked("table"),
    marked("word processor document"),
    marked("spreadsheet"),
    marked("presentation"),
    marked("archive of files"),
    marked("sound or film"),
    marked("camera raw file"),
    marked("an HTML page"),
    marked("plain text"),
    marked("an e-mail"),
    marked("a picture"),
    marked("a PDF"),
    marked("a word processor document"),
    marked("an office document"),
    marked("an archive of files"),
    marked("sound"),
    marked("a film"),
    marked("nothing that is known"),
)

CLAUSES = (*_BECAME, *_ATTACHED, *_EXPORTED, *_LEFT_OUT, *_HELD, *_SKIPPED, *_REFUSED, *_NOTES)
