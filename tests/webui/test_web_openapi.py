"""The OpenAPI document, and a client that reads it and tries everything it allows and forbids."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import sampled_from
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.builders.web_photos import photographs
from webui import create_app
from webui.api import service
from webui.api.result_models import Result, SearchAnswer
from webui.http.parameters import ExportQuery, PassagesQuery, QuotesQuery, SearchQuery, SimilarQuery, SuggestQuery


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
]
PLAIN = {"Accept-Encoding": "identity"}  # the client asks for more than it unpacks
KNOWN = ["release1", "photo1", "frame1302", "frame1300", "frame1311", "table1", "speech1", "held1", "never1"]


def operation(app: Any, path: str) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", app)[path]["GET"]


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
        # What a schema cannot say (page x page_size, a day of a month, a query's grammar) may be refused too.
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


def test_the_document_is_made_from_the_models(app: Any) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    models = {
        "/search": SearchQuery,
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
