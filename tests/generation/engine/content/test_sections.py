"""Sections as an attempt stores them: new ones, rewritten ones, a person's, and those that are no more."""

import pytest

from generation.blueprints.base import SectionSpec
from generation.calls import Violation
from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.content.sections import store_sections, written_sections
from generation.models import Section
from generation.models.claims import ClaimedTask
from generation.pipeline.draft import FinishedSection
from tests.support.funnels import make_funnel
from tests.support.jobs import begin, start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def task() -> ClaimedTask:
    return begin(start_running(make_funnel()), 1)


def finished(key: str, body: str = "One.", *, position: int = 1, title: str = "Cover") -> FinishedSection:
    spec = SectionSpec(key=key, kind="email", title=title, min_words=0, max_words=9)
    advice = (Violation(rule="words", section=key, message="Shorter, please."),)
    return FinishedSection(
        spec=spec,
        position=position,
        body=body,
        fields={"subject": 'Ünïcode "quoted" \\ slashed', "tags": ["a", "b"]},
        words=len(body.split()),
        advice=advice,
    )


def shown(task: ClaimedTask) -> list[tuple[str, str, str]]:
    """Return key, title and text of what is shown, in order."""
    sections = written_sections(task.funnel_id, task.blueprint, task.subject).get(task.task_key, [])
    return [(section.key, section.title, section.body) for section in sections]


def test_a_first_text_is_stored_whole(task):
    store_sections(task, [finished("b", "Two words.", position=2), finished("a")])

    assert shown(task) == [("a", "Cover", "One."), ("b", "Cover", "Two words.")]
    revision = Section.objects.get(key="b").revisions.get()
    assert revision.fields == {"subject": 'Ünïcode "quoted" \\ slashed', "tags": ["a", "b"]}
    assert (revision.number, revision.words, revision.attempt_id) == (1, 2, task.attempt_id)
    assert revision.advice == [{"rule": "words", "section": "b", "message": "Shorter, please.", "span": ""}]


def test_a_second_text_takes_the_place_of_the_first_which_is_kept(task):
    store_sections(task, [finished("a"), finished("b", position=2)])
    store_sections(task, [finished("a", "Anew.", position=2, title="New cover"), finished("b", position=1)])

    assert shown(task) == [("b", "Cover", "One."), ("a", "New cover", "Anew.")]
    assert list(Section.objects.get(key="a").revisions.values_list("number", "body")) == [
        (2, "Anew."),
        (1, "One."),
    ]


@pytest.mark.parametrize("edit", [SectionEdit(body="Mine."), SectionEdit(locked=True)], ids=str)
def test_beside_a_persons_text_the_new_one_is_offered(task, edit):
    store_sections(task, [finished("a")])
    section = Section.objects.get()
    edited = edit_section(section.pk, edit, author=section.funnel.owner, version=1)
    before = shown(task)

    for body in ("Anew.", "Once more."):
        store_sections(task, [finished("a", body, title="Theirs")])

    section.refresh_from_db()
    assert shown(task) == before
    assert (section.version, section.offered) == (edited.version, edited.version + 2)
    assert section.revisions.get(number=section.offered).body == "Once more."


def test_an_edit_after_an_offer_has_a_number_of_its_own(task):
    store_sections(task, [finished("a")])
    section = Section.objects.get()
    owner = section.funnel.owner
    edit_section(section.pk, SectionEdit(body="Mine."), author=owner, version=1)
    store_sections(task, [finished("a", "Anew.")])

    assert edit_section(section.pk, SectionEdit(body="Mine too."), author=owner, version=2).version == 4


def test_a_section_the_task_no_longer_has_is_retired_and_comes_back(task):
    store_sections(task, [finished("a"), finished("b", position=2)])
    store_sections(task, [finished("a")])
    assert shown(task) == [("a", "Cover", "One.")]

    store_sections(task, [finished("a"), finished("b", "Again.", position=2)])
    assert shown(task) == [("a", "Cover", "One."), ("b", "Cover", "Again.")]


def test_a_persons_section_is_never_retired(task):
    store_sections(task, [finished("a"), finished("b", position=2)])
    section = Section.objects.get(key="b")
    edit_section(section.pk, SectionEdit(body="Mine."), author=section.funnel.owner, version=1)

    store_sections(task, [finished("a")])

    assert ("b", "Cover", "Mine.") in shown(task)
