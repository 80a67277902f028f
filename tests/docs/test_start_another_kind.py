"""The requests that docs/api.md shows for other kinds are ones that can be sent."""

import json
import re

import pytest

from generation.api.serializers.jobs import GenerateSerializer
from generation.blueprints import get_blueprint
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
