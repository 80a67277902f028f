"""A carousel through a real worker and the real SDKs: words, pictures side by side, one refused."""

import io
from zipfile import ZipFile

import pytest
from PIL import Image

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.exporting.published import load_content
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.exports import export_funnel
from generation.models import Funnel, GenerationJob, Section, current_revisions
from generation.states import JobStatus, TaskStatus
from tests.support.funnels import make_funnel, standing, wait_for_end
from tests.support.openai_replies import DECLINED

SUBJECT = "Two windows a day (Square)"
INPUTS = {"topic": "Two windows a day", "platform": "square", "slides": 3}


@pytest.fixture
def job(running_worker, illustrator):
    """A carousel of three slides whose second picture the illustrator has declined."""
    illustrator.when(lambda request: "Slide 2" in request.prompt, DECLINED)
    options = StartOptions(lanes=3)
    return wait_for_end(start_job(make_funnel(), blueprint="carousel", inputs=INPUTS, options=options))


def statuses(job: GenerationJob) -> dict[str, str]:
    return dict(job.tasks.order_by("position").values_list("key", "status"))


def pictures() -> dict[str, str]:
    """Return the names of the pictures that are shown, by their tasks."""
    shown = current_revisions().filter(section__kind="picture")
    return {revision.section.task_key: revision.fields["picture"] for revision in shown}


def finished(funnel: Funnel) -> dict[str, bytes]:
    """Return the finished slides as an export has them, by the digit they begin with."""
    content = load_content(funnel, blueprint="carousel", subject=SUBJECT)
    archive = ZipFile(io.BytesIO(export_funnel(content, "zip").data))
    return {
        name.rpartition("/")[2][0]: archive.read(name) for name in archive.namelist() if name.endswith(".png")
    }


def test_a_refused_picture_leaves_the_others_and_is_drawn_once_its_scene_is_another(job, illustrator):
    assert job.status == JobStatus.FAILED, standing(job)
    ended = {key for key, status in statuses(job).items() if status == TaskStatus.COMPLETED}
    assert ended == {"strategy", "slides", "picture_1", "picture_3"}
    refused = job.tasks.get(key="picture_2")
    assert refused.attempt_count == 1
    assert refused.error_message.endswith("Change the scene of Slide 2, then try again.")
    plain = finished(job.funnel)
    assert {Image.open(io.BytesIO(slide)).size for slide in plain.values()} == {(1080, 1080)}

    slide = Section.objects.get(task_key="slides", key="slide_2")
    edit = SectionEdit(fields={"scene": "A gate that stands open."})
    edit_section(slide.pk, edit, author=job.funnel.owner, version=1)
    job = wait_for_end(retry_task(refused))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert illustrator.requests[-1].prompt.startswith("A gate that stands open.")
    assert len(illustrator.requests) == 4
    drawn = finished(job.funnel)
    assert (drawn["1"], drawn["3"]) == (plain["1"], plain["3"])
    assert drawn["2"] != plain["2"]


def test_a_picture_drawn_anew_by_a_wish_leaves_the_others_as_they_are(job, illustrator):
    before = pictures()

    wait_for_end(regenerate_task(job.tasks.get(key="picture_1"), note="Rather at night."))

    after = pictures()
    assert after["picture_3"] == before["picture_3"]
    assert after["picture_1"] != before["picture_1"]
    assert "Rather at night." in illustrator.requests[-1].prompt
    assert Section.objects.get(task_key="picture_1").revisions.count() == 2
