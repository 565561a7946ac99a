"""Messages of addresses and their parameters: why a request is refused. They stand behind the parameter's name."""

from __future__ import annotations

from collections.abc import Mapping

PARAMETER_MESSAGES: Mapping[str, str] = {
    "address-unknown": "There is nothing at this address. /openapi.json lists the addresses.",
    "method-refused": "This address cannot be used with this method.",
    "parameters-refused": "The request has parameters that cannot be taken: %(names)s",
    "part-unreachable": "A part of the archive cannot be reached at the moment; try again in a moment.",
    "request-failed": "The archive could not answer; its log says why.",
    "mcp-package-missing": "`press-archive mcp` needs the package mcp: pip install 'press-archive[mcp]'.",
    "mcp-parameters-refused": "Change these parameters and call the tool again. %(reasons)s",
    "mcp-record-unknown": "No public record has this id. Take the id of a result of `search`.",
    "mcp-tool-unknown": "There is no tool %(name)s. There are: %(known)s.",
    "parameter-unknown": "there is no such parameter",
    "parameter-repeated": "given %(times)s times; give it once",
    "parameter-pattern": "string should match pattern '%(pattern)s'",
    "parameter-value-too-long": "value should have at most %(most)s items after validation, not %(given)s",
    "parameter-value-too-short": "value should have at least %(fewest)s item after validation, not %(given)s",
    "parameter-list-too-long": "list should have at most %(most)s items after validation, not %(given)s",
    "parameter-list-too-short": "list should have at least %(fewest)s item after validation, not %(given)s",
    "parameter-too-small": "input should be greater than or equal to %(least)s",
    "parameter-too-large": "input should be less than or equal to %(most)s",
    "parameter-no-choice": "input should be %(values)s",
    "parameter-date-form": "write it as YYYY, YYYY-MM or YYYY-MM-DD",
    "parameter-no-such-day": "there is no such day in that month",
    "parameter-no-number": "write a whole number in digits",
    "parameter-no-switch": "write true or false",
    "parameter-nul": "it holds a NUL character; take it out",
    "paging-too-deep": "page x page_size may be at most 10,000; narrow the search, or read on with cursor=*",
    "cursor-with-page": "a cursor reads on by itself; leave page out",
    "cursor-with-order": "a cursor reads by date or by added; give date, -date, added or -added",
    "cursor-without-dates": "A cursor reads by date or by added: ask for sort=-date or sort=-added, or leave sort out.",
    "cursor-of-other-order": (
        "This cursor is of a search in another order: leave sort as it was, or begin again with *."
    ),
    "cursor-of-other-search": (
        "This cursor is of another search: leave the query and its filters as they were, or begin again with *."
    ),
    "cursor-unknown": (
        "This cursor did not come from an answer: take next_cursor as it stands there, or begin again with *."
    ),
    "changes-cursor-unknown": (
        "This cursor did not come from an answer: take `next` as it stands there, or begin again without cursor."
    ),
    "changes-not-yet": (
        "%(given)s is later than the last change here, %(revision)s: the archive was restored, or the number is of "
        "another archive; begin again with since=0"
    ),
    "changes-of-another": "this is the number of another archive; begin again with since=0 and without archive",
    "filter-group-unknown": "no record has %(name)s=%(value)s; take the value from `more` of a result",
    "filter-value-unknown": "no record has %(name)s=%(value)s; facets=%(name)s lists the values there are",
    "histogram-coarser": (
        "from %(first)s to %(last)s there are more than %(most)s bins; give interval=%(coarser)s or a shorter time"
    ),
    "histogram-years": "from %(first)s to %(last)s there are more than %(most)s years; give a shorter time",
    "collapse-none": "none stands alone",
    "passages-without-words": "passages are of words; say which words to look for",
    "batch-no-json": 'it is not JSON; send a list of queries, such as ["kapal", "jembatan"]',
    "batch-no-list": "it is not a list, or it is empty; send a list of queries",
    "batch-too-long": "a batch has at most %(most)s queries, not %(given)s; send the rest in another",
    "batch-no-value": "it is not a value; write text, a number, true or false, or leave the parameter out",
    "batch-no-query": "it is not a query; write text, or an object with the parameters of a search",
    "batch-no-name": "it is not a name, or there is a q beside it; write text",
    "dates-turned": "it lies before date_from",
    "added-turned": "it lies before added_from",
    "export-list-alone": "a list stands for itself; leave out what narrows a search",
    "export-without-fields": "only CSV and NDJSON have fields to choose",
    "ninjs-without-fields": "items of ninjs have no fields to choose; leave out fields",
    "export-fields-unknown": "there is no %(names)s; there are %(known)s",
    "export-without-photos": "there is no photo among these records; take another format",
    "export-too-many-photos": "these are %(photos)s photos, and a ZIP takes %(most)s; narrow the search",
}
