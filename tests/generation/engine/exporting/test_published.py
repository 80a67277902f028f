"""The stored content of a funnel as exports get it."""

import io
import re
from zipfile import ZipFile

import pytest
from django.utils import timezone

from generation.engine.exporting.published import check_subject, load_content
from generation.errors import NotAllowedError
from generation.exports import export_funnel
from generation.models import Funnel, GenerationJob, Revision, Section
from generation.states import JobStatus
from tests.support.carousels import TOPIC, stored_carousel
from tests.support.demo_funnel import write_funnel
from tests.support.funnels import make_funnel, sample

pytestmark = pytest.mark.django_db


def _write(funnel: Funnel, task_key: str, key: str, *texts: str, **fields) -> Section:
    """Write a section with a revision a text; the last one is shown unless `fields` say otherwise."""
    values = {
        "kind": "prose",
        "title": key,
        "position": 1,
        "version": len(texts),
        "blueprint": "funnel",
    } | fields
    section = Section.objects.create(funnel=funnel, task_key=task_key, key=key, **values)
    for number, text in enumerate(texts, start=1):
        Revision.objects.create(section=section, number=number, body=text)
    return section


def _start(funnel: Funnel, **fields) -> GenerationJob:
    values = {
        "blueprint": "funnel",
        "brief": funnel.brief,
        "language": funnel.language,
        "status": JobStatus.FAILED,
    } | fields
    return GenerationJob.objects.create(funnel=funnel, owner=funnel.owner, queued_at=timezone.now(), **values)


def test_finished_parts_come_in_task_order_and_their_sections_in_theirs():
    funnel = make_funnel()
    _write(funnel, "lead_magnet_part_2", "bridge", "Next.", position=2)
    _write(funnel, "lead_magnet_part_2", "chapter_4", "Four.", position=1)
    _write(funnel, "lead_magnet_part_1", "cover", "Cover.")

    content = load_content(funnel)

    assert [(part.key, [section.key for section in part.sections]) for part in content.parts] == [
        ("lead_magnet_part_1", ["cover"]),
        ("lead_magnet_part_2", ["chapter_4", "bridge"]),
    ]
    assert content.unfinished[0] == "Front-end, part 1"
    assert len(content.unfinished) == 12


def test_the_version_that_is_shown_is_the_one_that_is_exported():
    funnel = make_funnel()
    _write(funnel, "bump_full", "cover", "First.", "A person's own.", "Offered.", version=2, edited=True)

    (part,) = load_content(funnel).parts

    assert part.sections[0].body == "A person's own."


def test_retired_sections_and_other_jobs_are_left_out():
    funnel = make_funnel()
    _write(funnel, "bump_full", "chapter_9", "Gone.", retired=True)
    _write(funnel, "bump_full", "chapter_1", "Other.", subject="https://a.example/")

    assert load_content(funnel).parts == ()


def test_names_are_those_the_texts_were_written_with():
    funnel = make_funnel()
    _start(funnel)
    funnel.brief["products"]["bump"]["name"] = "A later name"
    funnel.brief["author"] = "Somebody else"
    funnel.save()

    content = load_content(funnel)

    assert content.products["bump"].name == sample()["brief"]["products"]["bump"]["name"]
    assert content.products["lead_magnet"].note == "checklist, free"
    assert content.author == sample()["brief"]["author"]


def test_a_draft_can_be_exported_too():
    funnel = make_funnel(brief={}, draft=True)
    _write(funnel, "bump_full", "cover", "Cover.")

    content = load_content(funnel)

    assert content.products == {}
    assert len(content.parts) == 1


def test_of_many_other_subjects_five_are_named():
    funnel = make_funnel()
    for number in range(1, 8):
        _write(funnel, "faq", "summary", "In short.", blueprint="documents", subject=f"Project {number}")
    _write(funnel, "faq", "summary", "Gone.", blueprint="documents", subject="Before", retired=True)
    content = load_content(funnel, blueprint="documents")

    with pytest.raises(NotAllowedError) as refused:
        check_subject(funnel, content)

    named = ", ".join(f"Project {number}" for number in range(1, 6))
    assert refused.value.message.endswith(f"Choose one that is: {named}, and 2 more.")


def test_a_kind_without_products_has_its_parts_as_portions():
    funnel = make_funnel()
    inputs = {"documents": ["company_profile", "faq"], "project": "Spring"}
    _start(funnel, blueprint="documents", subject="Spring", inputs=inputs)
    _write(funnel, "faq", "summary", "In short.", blueprint="documents", subject="Spring")

    content = load_content(funnel, blueprint="documents", subject="Spring")

    assert content.portions == {"company_profile": "Company profile", "faq": "FAQ"}
    assert (content.kind, content.noun, content.title) == ("documents", "set of documents", "Spring")
    assert content.unfinished == ("Company profile",)


def test_a_funnel_has_its_products_as_portions_under_the_names_of_its_brief():
    funnel = make_funnel()
    named = load_content(funnel).portions
    funnel.brief = {}
    unnamed = load_content(funnel).portions

    assert list(named) == list(unnamed) == ["lead_magnet", "front_end", "bump", "upsell_1", "upsell_2"]
    assert named["bump"] == sample()["brief"]["products"]["bump"]["name"]
    assert unnamed["upsell_1"] == "Upsell 1"


@pytest.fixture
def unnamed() -> Funnel:
    """A written funnel whose brief names no chapters, so that its covers do."""
    funnel = make_funnel(**sample("first-5k"))
    for task_key, sections in write_funnel(funnel.brief).items():
        for position, section in enumerate(sections):
            spec = section.spec
            values = {"kind": spec.kind, "title": spec.title, "position": position}
            _write(funnel, task_key, spec.key, section.body, **values)
    return funnel


def _markdown_of_the_zip(data: bytes) -> str:
    with ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".md"))


READ = {"md": bytes.decode, "html": bytes.decode, "zip": _markdown_of_the_zip}


@pytest.mark.parametrize("chosen", READ)
def test_all_chapters_of_a_product_are_titled_in_one_style(unnamed, chosen):
    text = READ[chosen](export_funnel(load_content(unnamed), chosen).data)

    heading = r"<h[23][^>]*>{}</h[23]>" if chosen == "html" else r"(?m)^## {}$"
    for title in ("A beginning you cannot fail", "Getting back on track"):  # the first and the last chapter
        assert re.search(heading.format(title), text)
    assert not re.search(heading.format("Chapter .*"), text)


def test_a_title_that_the_text_repeats_in_bold_stands_once(unnamed):
    text = export_funnel(load_content(unnamed), "md").data.decode()

    assert "**A beginning you cannot fail**" not in text


def test_what_is_drawn_is_found_by_its_slide_and_is_no_part_of_its_own():
    funnel = make_funnel()
    stored_carousel(funnel)

    content = load_content(funnel, blueprint="carousel", subject=TOPIC)

    assert [part.key for part in content.parts] == ["strategy", "slides"]
    assert dict(content.portions) == {"strategy": "Strategy", "slides": "Slides"}
    assert set(content.pictures) == {"slide_1"}
    assert content.inputs["topic"] == "Two windows"
    assert content.unfinished == ("Picture 2", "Picture 3")
