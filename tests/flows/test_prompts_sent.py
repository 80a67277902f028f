"""What the provider is really asked, as recorded by the server that was asked."""

import pytest

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, Section, current_revisions
from tests.support.funnels import make_funnel, wait_for_end

PARTS = {
    "lead_magnet_part_2": "lead_magnet_part_1",
    "front_end_part_2": "front_end_part_1",
    "upsell_1_part_2": "upsell_1_part_1",
    "upsell_2_part_2": "upsell_2_part_1",
}
DESCRIBES = {
    "all_tldrs": ["lead_magnet", "front_end", "bump", "upsell_1", "upsell_2"],
    "marketplace_batch_1": ["lead_magnet", "front_end", "bump"],
    "marketplace_batch_2": ["upsell_1", "upsell_2"],
    "all_emails": ["lead_magnet", "front_end"],
    "bundle_listing": ["lead_magnet", "front_end", "bump", "upsell_1", "upsell_2"],
}
FORMATS = {
    "lead_magnet": "checklist",
    "front_end": "ebook",
    "bump": "templates",
    "upsell_1": "workbook",
    "upsell_2": "planner",
}


@pytest.fixture
def requests(running_worker, provider):
    """The requests of one whole funnel, by the key of their task."""
    job = wait_for_end(start_job(make_funnel()))
    keys = job.tasks.order_by("position").values_list("key", flat=True)
    return dict(zip(keys, provider.requests, strict=True))


def stored_texts(product_or_task: str) -> list[str]:
    sections = Section.objects.filter(task_key__startswith=product_or_task)
    return [revision.body for revision in current_revisions().filter(section__in=sections)]


def test_every_prompt_carries_what_it_builds_on(requests):
    for second, first in PARTS.items():
        for text in stored_texts(first):
            assert text in requests[second].prompt, f"{second} lacks a section of {first}"
    for task, products in DESCRIBES.items():
        for product in products:
            for text in stored_texts(product):
                assert text in requests[task].prompt, f"{task} lacks a section of {product}"


def test_format_voice_and_language_reach_every_prompt(requests):
    brief = Funnel.objects.get().brief
    for key, request in requests.items():
        asked = request.blocks[-1]
        assert brief["brand_voice"] in asked, key
        assert '"language": "en"' in asked, key
        for product in DESCRIBES.get(key, [key.rsplit("_part_")[0].removesuffix("_full")]):
            assert FORMATS[product] in asked, f"{key} does not say that {product} is a {FORMATS[product]}"


def test_the_shared_beginning_is_the_same_bytes_in_every_prompt_and_marked_for_the_cache(requests):
    first = requests["lead_magnet_part_1"]
    for key, request in requests.items():
        assert request.body["system"] == first.body["system"], key
        assert request.body["messages"][0]["content"][0] == first.body["messages"][0]["content"][0], key
    assert "cache_control" in first.body["messages"][0]["content"][0]
