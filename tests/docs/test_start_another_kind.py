"""The requests that docs/api.md shows for other kinds are ones that can be sent."""

import json
import re
from urllib.parse import parse_qs

import pytest

from generation.api.serializers.jobs import GenerateSerializer
from generation.blueprints import BLUEPRINTS, get_blueprint
from tests.support.documents import ROOT

PAGE = (ROOT / "docs/api.md").read_text()
BODIES = [json.loads(body) for body in re.findall(r"generate/ -d '(\{.*?\n\})'", PAGE, re.DOTALL)]


def test_one_is_shown_for_documents_and_one_for_a_launch() -> None:
    assert [body["blueprint"] for body in BODIES] == ["documents", "launch"]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["blueprint"])
def test_a_body_that_is_shown_is_right(body: dict) -> None:
    wanted = GenerateSerializer(data=body)

    assert wanted.is_valid(), wanted.errors
    assert get_blueprint(body["blueprint"]).check_inputs(body["inputs"]) == {}


def test_the_export_that_is_shown_is_of_what_was_started_before() -> None:
    (query,) = re.findall(r"export/\?(blueprint=documents\S*)\"", PAGE)
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    (inputs,) = [body["inputs"] for body in BODIES if body["blueprint"] == "documents"]

    assert asked["subject"] == get_blueprint("documents").subject(inputs)
    assert asked["product"] in inputs["documents"]


def test_the_estimate_told_without_inputs_is_of_the_only_kind_that_needs_none() -> None:
    assert [kind.key for kind in BLUEPRINTS if not kind.check_inputs({})] == ["funnel"]
    assert "every kind but `funnel` needs its inputs" in PAGE
