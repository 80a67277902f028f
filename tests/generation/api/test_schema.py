"""The API's description: valid, complete, and readable offline."""

import pytest
from django.core.management import call_command
from openapi_spec_validator import validate

ROUTES_OF_THE_CONTRACT = [
    *("/api/blueprints/", "/api/section-kinds/", "/api/funnels/", "/api/funnels/{funnel_id}/"),
    "/api/funnels/{funnel_id}/generate/",
    *("/api/funnels/{funnel_id}/resume/", "/api/funnels/{funnel_id}/content/"),
    "/api/funnels/{funnel_id}/estimate/",
    *("/api/funnels/{funnel_id}/export/", "/api/jobs/", "/api/jobs/{job_id}/", "/api/jobs/{job_id}/cancel/"),
    *(
        "/api/jobs/{job_id}/resume/",
        "/api/jobs/{job_id}/reset/",
        "/api/jobs/{job_id}/events/",
        "/api/events/",
    ),
    *(
        "/api/jobs/{job_id}/tasks/",
        "/api/jobs/{job_id}/tasks/{key}/",
        "/api/jobs/{job_id}/tasks/{key}/retry/",
    ),
    *("/api/jobs/{job_id}/tasks/{key}/regenerate/", "/api/sections/{section_id}/"),
    *("/api/sections/{section_id}/revisions/", "/api/queue/", "/api/settings/", "/api/generation-status/"),
]


@pytest.fixture
def schema(client, db) -> dict:
    return client.get("/api/schema/", HTTP_ACCEPT="application/json").json()


def test_the_description_is_made_without_a_warning(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yml"))


def test_the_description_validates(schema):
    validate(schema)


@pytest.mark.parametrize("route", ROUTES_OF_THE_CONTRACT)
def test_every_route_is_described_with_its_problems(schema, route):
    for operation in schema["paths"][route].values():
        content = operation["responses"]["404"]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_every_operation_says_what_it_does_in_words_of_its_own(schema):
    operations = [operation for path in schema["paths"].values() for operation in path.values()]

    for words in ("summary", "description"):
        told = [operation.get(words, "") for operation in operations]
        assert all(told)
        assert len(set(told)) == len(told)


def test_the_pages_of_the_description_load_nothing_from_elsewhere(client, db):
    page = client.get("/api/docs/").content.decode()

    assert "swagger-ui" in page
    assert "https://" not in page
