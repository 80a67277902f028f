"""The file in docs/how-to/start-many-at-once.md is one that can be sent."""

import re

import pytest

from generation.engine.batches.file import MOST_BYTES
from generation.engine.batches.verbs import MOST_ITEMS
from tests.support.api import client_named
from tests.support.documents import ROOT

PAGE = (ROOT / "docs/how-to/start-many-at-once.md").read_text()


@pytest.mark.django_db
def test_the_file_shown_starts_its_rows() -> None:
    (content,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)

    answer = client_named("ana").post("/api/batches/?name=Spring", content, content_type="text/csv")

    assert answer.status_code == 202, answer.json()
    assert answer.json()["total"] == 2


@pytest.mark.parametrize("limit", [f"{MOST_ITEMS} rows at most", f"{MOST_BYTES:,} bytes"])
def test_the_limits_told_are_those_that_hold(limit: str) -> None:
    assert limit in PAGE
