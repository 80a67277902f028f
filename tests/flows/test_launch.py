"""A launch through a real worker and the real SDK: what it asks for, and what a failure leaves standing."""

import pytest

from generation.blueprints import get_blueprint
from generation.engine.verbs.jobs import resume_job, start_job
from generation.models import Section, current_revisions
from generation.states import JobStatus, TaskStatus
from tests.support import anthropic_replies as replies
from tests.support.demo_launch import launch_inputs
from tests.support.funnels import make_funnel, standing, wait_for_end

EVENT = "Mornings Without the Inbox"
NEEDS = {task.key: task.needs for task in get_blueprint("launch").tasks({})}
READ_THE_DECK = {key for key, needs in NEEDS.items() if "deck" in needs}


@pytest.fixture
def job(running_worker, provider):
    """A launch whose deck has failed for good, once everything has ended that does not read it."""
    provider.when(lambda request: "slide_1" in request.keys, replies.status(400))
    return wait_for_end(start_job(make_funnel(), blueprint="launch", inputs=launch_inputs(event=EVENT)))


def stored_texts(task: str) -> list[str]:
    sections = Section.objects.filter(blueprint="launch", subject=EVENT, task_key=task)
    return [revision.body for revision in current_revisions().filter(section__in=sections) if revision.body]


def test_a_deck_that_fails_for_good_holds_back_what_tells_of_it_and_a_resume_writes_both(job, provider):
    assert job.status == JobStatus.FAILED, standing(job)
    standings = dict(job.tasks.values_list("key", "status"))
    assert standings.pop("deck") == TaskStatus.FAILED
    assert {standings.pop(key) for key in READ_THE_DECK} == {TaskStatus.PENDING}
    assert set(standings.values()) == {TaskStatus.COMPLETED}
    assert job.error_message.startswith("Deck structure: ")

    job = wait_for_end(resume_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == len(NEEDS) + 1
    for request in provider.requests:
        (task,) = {key for key in NEEDS if set(request.keys) == keys_of(key)}
        for needed in NEEDS[task]:
            texts = stored_texts(needed)
            assert texts
            assert all(text in request.prompt for text in texts), f"{task} lacks {needed}"
        assert request.body["system"] == provider.requests[0].body["system"]
        assert request.blocks[0] == provider.requests[0].blocks[0]


def keys_of(task: str) -> set[str]:
    return set(Section.objects.filter(task_key=task).values_list("key", flat=True))
