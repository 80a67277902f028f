"""The files and addresses that are shown for many at once are ones that can be sent."""

import re
from uuid import UUID

import pytest

from generation.engine.batches.file import MOST_BYTES
from generation.engine.batches.verbs import MOST_ITEMS
from generation.models import GenerationJob
from tests.support.api import client_named, client_of
from tests.support.documents import ROOT
from tests.support.funnels import SAMPLES, make_funnel, make_user

PAGE = (ROOT / "docs/how-to/start-many-at-once.md").read_text()


@pytest.mark.django_db
def test_the_file_shown_starts_its_rows() -> None:
    (content,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)

    answer = client_named("ana").post("/api/batches/?name=Spring", content, content_type="text/csv")

    assert answer.status_code == 202, answer.json()
    assert answer.json()["total"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("page", [PAGE, (ROOT / "docs/api.md").read_text()], ids=["how-to", "api"])
def test_the_address_shown_for_pages_takes_the_file_of_pages(page: str) -> None:
    ana = make_user("ana")
    funnel = make_funnel(ana)
    (address,) = re.findall(r'@\S*pages.csv "\$GALLEY(/api/batches/\S+)"', page)
    content = (SAMPLES / "calm-inbox-pages.csv").read_text().replace(str(UUID(int=0)), str(funnel.pk))

    answer = client_of(ana).post(address, content, content_type="text/csv")

    assert answer.status_code == 202, answer.json()
    assert set(GenerationJob.objects.values_list("blueprint", flat=True)) == {"page"}


@pytest.mark.parametrize("limit", [f"{MOST_ITEMS} rows at most", f"{MOST_BYTES:,} bytes"])
def test_the_limits_told_are_those_that_hold(limit: str) -> None:
    assert limit in PAGE
