"""What the foot of every page says of the demo writer: nobody shall take its sentences for a model's."""

from dataclasses import replace

import pytest

from generation.app_settings import FALLBACK_WRITERS, STRATEGIST_PROVIDER, WRITER_PROVIDER
from settings_app import store

pytestmark = pytest.mark.django_db

WRITES, STEPS_IN = "Texts are put together from sample sentences", "steps in with sample sentences"
WRITES_SOME, FREE = "puts texts together from sample sentences", "nothing is spent"


@pytest.mark.parametrize(
    ("writer", "others", "said", "unsaid"),
    [
        ("demo", "", [WRITES], [STEPS_IN]),
        ("anthropic", "anthropic:claude-haiku-5-5, demo", [STEPS_IN], [WRITES]),
        ("anthropic", "anthropic:claude-haiku-5-5", [], [WRITES, STEPS_IN]),
        ("demo", "demo", [WRITES], [STEPS_IN]),
    ],
)
def test_every_page_says_what_part_the_demo_writer_has(client, settings, writer, others, said, unsaid):
    settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test")
    store.save({WRITER_PROVIDER.key: writer, FALLBACK_WRITERS.key: others}, changed_by=None)

    foot = client.get("/accounts/login/", follow=True).content.decode()

    assert [text for text in (WRITES, STEPS_IN) if text in foot] == said
    assert not any(text in foot for text in unsaid)


@pytest.mark.parametrize(("writer", "strategist"), [("demo", "gemini"), ("anthropic", "demo")])
def test_where_another_writes_as_well_nobody_is_told_that_nothing_is_spent(
    client, settings, writer, strategist
):
    settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test", gemini_api_key="g-test")
    store.save({WRITER_PROVIDER.key: writer, STRATEGIST_PROVIDER.key: strategist}, changed_by=None)

    foot = client.get("/accounts/login/", follow=True).content.decode()

    assert WRITES_SOME in foot
    assert FREE not in foot
