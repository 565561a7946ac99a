"""The OpenAPI document, and a client that reads it and tries everything that it allows and forbids."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import sampled_from
from jsonschema_rs import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from archive.settings import AboutSection, WebSection
from tests.builders.web_photos import photographs
from tests.support.api_description import close_answers
from tests.support.commands import some
from tests.tools.api_examples import ASKED, ROOT, WITHOUT_ANSWER
from webui import create_app
from webui.api import service
from webui.api.openapi_details import TAGS, examples
from webui.api.result_models import Result, SearchAnswer
from webui.api.value_types import values_schema
from webui.feeds.oai import VERBS
from webui.http.parameters import (
    ExportQuery,
    PassagesQuery,
    QuotesQuery,
    ResultsQuery,
    SimilarQuery,
    SuggestQuery,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return create_app({"SERVICES": photographs(tmp_path_factory.mktemp("pictures"))})


OPERATIONS = [
    "/api/v1/search",
    "/api/v1/suggest",
    "/api/v1/export",
    "/api/v1/passages",
    "/api/v1/quotes",
    "/api/v1/changes",
    "/api/v1/histogram",
    "/api/v1/entities/{key}",
    "/api/v1/events/{id}",
    *(f"/api/v1/records/{{id}}{tail}" for tail in ("", "/text", "/citation", "/sequence", "/similar", "/assets/{n}")),
    "/api/v1/records/{id}/assets/{n}/copy",
]
PLAIN = {"Accept-Encoding": "identity"}  # the client requests encodings that it cannot decode
KNOWN = ["release1", "photo1", "frame1302", "frame1300", "frame1311", "table1", "speech1", "held1", "never1"]


def operation(app: Any, path: str) -> Any:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    close_answers(schema.raw_schema)
    return schema[path]["GET"]


@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO")  # schemathesis does not close responses
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", OPERATIONS)
def test_every_endpoint_keeps_to_its_description(app: Any, path: str, mode: GenerationMode) -> None:
    tried: list[int] = []

    @given(case=operation(app, path).as_strategy(generation_mode=mode), known=sampled_from(KNOWN))
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    def tries(case: Any, known: str) -> None:
        if mode is GenerationMode.POSITIVE and case.path_parameters:
            here = {"id": known, "n": 0, "key": "person-luong-cuong"}  # ids are random: a guessed one finds nothing
            case.path_parameters.update({name: here[name] for name in case.path_parameters})
        # What a schema cannot express (page x page_size, a day of a month, a query's grammar) may be refused too.
        tried.append(case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance]).status_code)

    tries()
    wanted = {200} if mode is GenerationMode.POSITIVE else {400, 404, 405}
    assert wanted & set(tried)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_health_endpoints_keep_to_their_description(app: Any, path: str) -> None:
    operation(app, path).Case().call_and_validate(headers=PLAIN)


def test_an_answer_of_another_shape_would_be_caught(app: Any) -> None:
    case = operation(app, "/api/v1/search").Case()
    response = case.call(headers=PLAIN)
    case.validate_response(response)
    document = copy.deepcopy(service.document())
    document["components"]["schemas"]["SearchAnswer"]["required"].append("colour")
    other = schemathesis.openapi.from_dict(document)["/api/v1/search"]["GET"].Case()
    with pytest.raises(FailureGroup, match="is not valid under any of the schemas"):
        other.validate_response(response)


def test_a_key_that_the_document_lacks_would_be_caught(app: Any) -> None:
    case = operation(app, "/api/v1/records/{id}").Case(path_parameters={"id": "photo1"})
    response = case.call(headers=PLAIN)
    case.validate_response(response)
    document = close_answers(copy.deepcopy(service.document()))
    model = document["components"]["schemas"]["RecordAnswer"]
    del model["properties"]["caption_conflict"]
    model["required"].remove("caption_conflict")
    other = schemathesis.openapi.from_dict(document)["/api/v1/records/{id}"]["GET"]
    with pytest.raises(FailureGroup, match="caption_conflict"):
        other.Case(path_parameters={"id": "photo1"}).validate_response(response)


def types_of(schema: dict[str, Any]) -> set[str]:
    given = schema.get("type", [])
    return {given} if isinstance(given, str) else set(given)


def unread_by_generators(schema: dict[str, Any], named: dict[str, Any]) -> Iterator[str]:
    """Yield what openapi-generator 7.14 crashes on, or turns into a client that refuses a null or a new key."""
    types, options = types_of(schema), schema.get("anyOf", [])
    if schema.get("additionalProperties") is False:
        yield "closed"
    if "enum" in schema and not types:
        yield "an enum without a type"
    if len(types) > 1 and ("null" not in types or len(types) > 2 or types & {"object", "array"}):
        yield "several types"
    if types == {"object"} and not {"properties", "additionalProperties"} & schema.keys():
        yield "an object of nothing"
    for option in options:
        meant = named.get(option.get("$ref", "/").rsplit("/", 1)[1], option)
        if (
            "object" in types_of(meant)
            and "properties" not in meant
            and ({"type": "null"} in options) == ("$ref" in option)
        ):
            yield "a map that has a name and may be null, or is one of several types"


def test_programs_that_make_clients_can_read_every_schema() -> None:
    document = service.document()
    named = document["components"]["schemas"]
    for schema in some(schemas_in(document)):
        assert list(unread_by_generators(schema, named)) == [], schema
    posted = [methods["post"]["requestBody"]["content"] for methods in document["paths"].values() if "post" in methods]
    assert all("example" not in content for kinds in some(posted) for content in kinds.values())


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"enum": ["held"]},
        {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
        {"type": "object", "description": "Anything."},
        {"anyOf": [{"$ref": "#/components/schemas/Map"}, {"type": "null"}]},
        {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": True}]},
    ],
)
def test_what_generators_do_not_read_is_found(schema: dict[str, Any]) -> None:
    assert list(unread_by_generators(schema, {"Map": {"type": "object", "additionalProperties": True}}))


KEYWORDS = {
    "$ref", "additionalProperties", "anyOf", "const", "contentMediaType", "default", "description", "enum", "examples",
    "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum", "minItems",
    "minLength", "minimum", "pattern", "properties", "propertyNames", "required", "type",
}  # fmt: skip


def schemas_in(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema of the document, including nested ones."""
    if isinstance(node, list):
        for one in node:
            yield from schemas_in(one)
    elif isinstance(node, dict):
        for name, one in node.items():
            if name in {"schema", "items", "additionalProperties"} and isinstance(one, dict):
                yield one
            if name in {"properties", "schemas"}:
                yield from one.values()
            if name == "anyOf":
                yield from one
            if name not in {"example", "default", "examples"}:
                yield from schemas_in(one)


def test_every_schema_has_known_words_and_leads_somewhere(app: Any) -> None:
    document = service.document()
    for schema in some(schemas_in(document)):
        assert schema.keys() <= KEYWORDS, schema
        if "$ref" in schema:
            assert schema["$ref"].removeprefix("#/components/schemas/") in document["components"]["schemas"]


def schema_of(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": document["components"]})


def test_the_document_is_valid_and_its_examples_are_too(app: Any) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    schemathesis.openapi.from_dict(document).validate()
    shown = 0
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                if "example" in parameter:
                    schema_of(document, parameter["schema"]).validate(parameter["example"])
            for content in operation.get("requestBody", {}).get("content", {}).values():
                for example in content["schema"].get("examples", []):
                    schema_of(document, content["schema"]).validate(example)
                    shown += 1
            for response in (*operation["responses"].values(), *document["components"]["responses"].values()):
                for content in response.get("content", {}).values():
                    if "example" in content:
                        schema_of(document, content["schema"]).validate(content["example"])
                        shown += 1
    assert shown > len(ASKED) - len(WITHOUT_ANSWER)


OF_TOKENS = {"ingest", "ingest_state"}  # requested with a token: test_script_ingest
AS_FORM = {"oai_form"}  # the same as "oai"


def test_each_operation_has_an_example_that_the_tool_makes(app: Any) -> None:
    operations = {one["operationId"] for methods in service.document()["paths"].values() for one in methods.values()}
    assert operations - {"overview"} - OF_TOKENS - AS_FORM == examples()["answers"].keys() == ASKED.keys() | {"batch"}
    assert {path for path, _ in ASKED.values()} <= service.document()["paths"].keys()
    ids = [told["parameters"]["id"] for told in examples()["answers"].values() if "id" in told["parameters"]]
    assert all(re.fullmatch("[a-z2-7]{16}", id_) for id_ in ids)


def test_what_can_happen_at_an_address_is_said(app: Any) -> None:
    paths = service.document()["paths"]
    for path, methods in paths.items():
        for operation in methods.values():
            assert {"200", "401"} <= operation["responses"].keys(), path
            assert operation["tags"][0] in TAGS
    for file in ("/api/v1/records/{id}/assets/{n}", "/api/v1/records/{id}/assets/{n}/copy"):
        assert {"206", "301", "304", "400", "404", "410", "416", "503"} <= paths[file]["get"]["responses"].keys()
    assert "413" in paths["/api/v1/batch"]["post"]["responses"]


@pytest.mark.parametrize("part", [{}, {"headers": {"Range": "bytes=0-3"}}, {"headers": {"Range": "bytes=99999999-"}}])
def test_an_original_answers_as_it_is_described(app: Any, part: dict[str, Any]) -> None:
    response = app.test_client().get("/api/v1/records/photo1/assets/0", **part)
    said = service.document()["paths"]["/api/v1/records/{id}/assets/{n}"]["get"]["responses"]
    assert str(response.status_code) in said
    assert response.status_code == {None: 200, "bytes=0-3": 206}.get(part.get("headers", {}).get("Range"), 416)


def test_the_values_of_the_samples_have_the_types_that_are_told() -> None:
    validator = Draft202012Validator(values_schema())
    paths = (ROOT / "sample_corpus/expected").rglob("*.json")
    samples = [json.loads(path.read_text()) for path in paths]
    for sample in some(samples):
        validator.validate({key: value for key, value in sample.items() if value is not None})
    assert not validator.is_valid({"keywords": "one, two"})


def test_no_year_0000_is_taken(app: Any) -> None:
    client = app.test_client()
    for asked in ("year=0000", "month=0000-05", "date_from=0000-01", "date_to=0000"):
        assert client.get(f"/api/v1/search?{asked}").status_code == 400, asked
    assert client.get("/api/v1/search?year=0001").status_code == 200


def test_the_settings_say_who_answers_and_under_which_terms(tmp_path: Any) -> None:
    about = AboutSection(operator="Arsip Nasional", email="a@example.org", terms_url="https://example.org/terms")
    web = WebSection(public_url="https://press.example.org/archive")
    services = photographs(tmp_path)
    services.settings = replace(services.settings, about=about, web=web)
    document = create_app({"SERVICES": services}).test_client().get("/openapi.json").get_json()
    assert document["servers"][0]["url"] == "https://press.example.org/archive"
    assert document["info"]["license"]["url"] == document["info"]["termsOfService"] == "https://example.org/terms"
    assert document["info"]["contact"] == {"name": "Arsip Nasional", "email": "a@example.org"}


def test_an_archive_without_settings_has_a_relative_server(app: Any) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    assert document["servers"][0]["url"] == "/"
    assert "contact" not in document["info"]


def test_the_verbs_of_oai_are_those_that_are_answered() -> None:
    assert set(service.OAI_VERBS) == set(VERBS)


def test_the_document_is_made_from_the_models(app: Any) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    models = {
        "/search": ResultsQuery,
        "/suggest": SuggestQuery,
        "/export": ExportQuery,
        "/passages": PassagesQuery,
        "/quotes": QuotesQuery,
        "/records/{id}/similar": SimilarQuery,
    }
    for path, model in models.items():
        parameters = document["paths"][f"/api/v1{path}"]["get"]["parameters"]
        assert {p["name"] for p in parameters if p["in"] == "query"} == set(model.model_fields)
        assert all(p["description"] for p in parameters)
    schemas = document["components"]["schemas"]
    assert set(schemas["SearchAnswer"]["properties"]) == set(SearchAnswer.model_fields)
    assert set(schemas["SearchAnswer"]["required"]) == set(SearchAnswer.model_fields)
    assert set(schemas["Result"]["properties"]) == set(Result.model_fields)
    assert "#/$defs" not in json.dumps(document)
