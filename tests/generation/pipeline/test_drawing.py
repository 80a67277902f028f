"""A task that is drawn: its prompt, its one section, and the rules that are not for pictures."""

from dataclasses import replace

import pytest

from generation.blueprints.base import WrittenSection, WrittenTask
from generation.errors import ProviderError
from generation.pipeline import run_pipeline
from generation.providers.base import PictureCall
from generation.states import Role
from tests.support.blueprints import make_section, make_task
from tests.support.drafts import USAGE, FakeTools, make_draft

SCENE = "Eine ruhige Szene: das Fenster ist offen und die Sonne steht tief, und der Tisch ist leer. " * 5
EARLIER = WrittenTask(
    key="slides",
    title="Slides",
    product="",
    sections=(WrittenSection(key="slide_1", kind="prose", title="Slide 1", body=SCENE),),
)


@pytest.fixture
def draft(tmp_path):
    for name, text in (
        ("system.md", "You draw."),
        ("brief.md", "{{ brief.topic }}"),
        ("task.md", "{{ earlier.slides.slide_1.body }} No letters.\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    drawn = replace(
        make_task("picture_1", make_section("slide_1", kind="picture", picture=(1536, 1024))),
        role=Role.ILLUSTRATOR,
    )
    draft = make_draft(make_section(), earlier=(EARLIER,), model="painter")
    return replace(draft, blueprint=replace(draft.blueprint, prompts=tmp_path), task=drawn)


def test_what_is_drawn_is_asked_for_by_the_tasks_own_prompt_and_nothing_else(draft):
    tools = FakeTools()

    run_pipeline(draft, tools, record=[].append)

    prompt = f"{SCENE} No letters."
    assert tools.drawn == [PictureCall(prompt=prompt, size=(1536, 1024), model="painter")]
    assert tools.calls == []


def test_the_picture_is_a_section_that_no_rule_for_texts_is_held_against(draft):
    """The prompt is in German, though English was asked for, and longer than any section."""
    tools = FakeTools()

    finished = run_pipeline(draft, tools, record=[].append)

    (section,) = finished.sections
    assert (section.fields, section.words, section.advice) == ({"picture": "one.png"}, 0, ())
    assert section.body.endswith("No letters.")
    assert finished.usage == USAGE
    assert tools.stored == [finished]


def test_what_the_service_forbids_ends_the_attempt_and_says_what_can_be_changed(draft):
    refusal = ProviderError("refused", "Declined.", retryable=False, request_id="req_1", detail="Policy.")

    class Declines(FakeTools):
        def draw(self, call):
            raise refusal

    with pytest.raises(ProviderError) as caught:
        run_pipeline(draft, Declines(), record=[].append)

    error = caught.value
    assert error.message == "Declined. Change the scene of Slide 1, then try again."
    assert (error.code, error.retryable) == ("refused", False)
    assert (error.request_id, error.detail) == ("req_1", "Policy.")
