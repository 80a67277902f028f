"""What follows from other sections by rule goes by what is shown of them, whoever wrote that."""

import json
from dataclasses import replace

import pytest

from generation import blueprints
from generation.engine.content.derived import follow
from generation.engine.content.edits import restore_revision
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import complete_task
from generation.engine.verbs.jobs import reset_job
from generation.models import GenerationJob, Section
from tests.support.demo_page import page_draft, page_inputs, write_page
from tests.support.edits import save, texts
from tests.support.funnels import make_funnel
from tests.support.jobs import FACTS, begin, start_running, write

pytestmark = pytest.mark.django_db(transaction=True)

Sections = dict[str, Section]


def page() -> tuple[GenerationJob, Sections]:
    """Return a job that has written its page, and the page's sections by their keys."""
    job = start_running(make_funnel(), blueprint="page", inputs=page_inputs())
    return job, written(job)


def written(job: GenerationJob, note: str = "") -> Sections:
    """Store what the demo writer makes of the job's page."""
    draft = page_draft(job.inputs, brief=job.brief)
    sections = tuple(write_page(job.inputs, brief=job.brief, note=note).values())
    complete_task(begin(job, 1), replace(draft, sections=sections), FACTS)
    return {section.key: section for section in Section.objects.filter(funnel=job.funnel_id)}


def written_anew(job: GenerationJob) -> Sections:
    reset_job(job)
    admit_jobs()
    job.refresh_from_db()
    return written(job, note="In other words, please.")


def questions(section: Section) -> list[str]:
    """Return the questions that programs are told now."""
    section.refresh_from_db()
    body = section.revisions.get(number=section.version).body
    nodes = {node["@type"]: node for node in json.loads(body)["@graph"]}
    return [question["name"] for question in nodes["FAQPage"]["mainEntity"]]


def test_a_question_that_a_person_writes_is_told_to_programs():
    _, sections = page()

    save(sections["faq"], "### Is it mine?\n\nIt is yours.")

    assert questions(sections["json_ld"]) == ["Is it mine?"]
    assert not sections["json_ld"].edited
    assert len(texts(sections["json_ld"])) == 2


def test_an_answer_that_programs_are_told_too_repeats_nothing():
    _, sections = page()
    body = texts(sections["faq"])[0]

    section = save(sections["faq"], f"{body}\n\n### And now?\n\nNow it is known.")

    assert [advice["rule"] for advice in section.revisions.get(number=2).advice] == []


def test_an_earlier_text_that_is_restored_is_told_again():
    _, sections = page()
    before = questions(sections["json_ld"])
    save(sections["faq"], "### Is it mine?\n\nIt is yours.")

    restore_revision(sections["faq"].pk, 1, author=sections["faq"].funnel.owner, version=2)

    assert questions(sections["json_ld"]) == before


def test_a_change_that_nothing_follows_from_writes_nothing():
    _, sections = page()

    save(sections["comparison"], "A table of my own.")

    assert len(texts(sections["json_ld"])) == 1


def test_what_a_person_wrote_for_programs_stays():
    _, sections = page()
    own = '{"@context": "https://schema.org", "@type": "WebPage", "url": "u", "name": "n"}'
    save(sections["json_ld"], own)

    save(sections["faq"], "### Is it mine?\n\nIt is yours.")

    assert texts(sections["json_ld"])[-1] == own


def test_a_person_is_told_what_programs_cannot_read():
    _, sections = page()

    section = save(sections["json_ld"], '{"@context": "https://schema.org", "@type": "WebPage", "url": "u"}')

    [advice] = section.revisions.get(number=2).advice
    assert advice["message"] == "WebPage lacks name."


def test_a_new_run_tells_programs_what_is_shown_and_not_what_is_on_offer():
    job, sections = page()
    save(sections["faq"], "### Is it mine?\n\nIt is yours.")

    anew = written_anew(job)

    assert anew["faq"].offered
    assert questions(anew["json_ld"]) == ["Is it mine?"]


def test_a_text_of_a_kind_that_is_declared_no_more_is_edited_and_restored(monkeypatch):
    _, sections = page()
    kinds = (kind for kind in blueprints.BLUEPRINTS if kind.key != "page")
    monkeypatch.setattr(blueprints, "BLUEPRINTS", tuple(kinds))

    section = save(sections["faq"], "### Is it mine?\n\nIt is yours.")
    restore_revision(section.pk, 1, author=section.funnel.owner, version=2)

    assert len(texts(section)) == 3


def test_an_edit_of_a_kind_that_derives_nothing_asks_nothing_more(django_assert_num_queries):
    section = write(start_running(make_funnel()), 1)

    with django_assert_num_queries(0):
        follow(section)
