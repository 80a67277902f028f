"""Documents of a person's choice, through a real worker and the real SDK."""

from generation.engine.verbs.jobs import resume_job, start_job
from generation.models import Section
from generation.states import JobStatus, TaskStatus
from tests.support import anthropic_replies as replies
from tests.support.demo_documents import document_inputs
from tests.support.funnels import make_funnel, standing, wait_for_end

CHOSEN = ["value_proposition", "press_release", "faq"]


def test_a_document_that_fails_for_good_leaves_the_others_complete(running_worker, provider):
    provider.when(lambda request: "announcement" in request.keys, replies.status(400))

    job = start_job(make_funnel(), blueprint="documents", inputs=document_inputs(*CHOSEN))
    job = wait_for_end(job)

    assert job.status == JobStatus.FAILED, standing(job)
    assert dict(job.tasks.order_by("position").values_list("key", "status")) == {
        "value_proposition": TaskStatus.COMPLETED,
        "press_release": TaskStatus.FAILED,
        "faq": TaskStatus.COMPLETED,
    }
    assert job.error_message.startswith("Press release: ")
    kept = Section.objects.filter(funnel=job.funnel, blueprint="documents", subject="Calm Inbox")
    assert set(kept.values_list("task_key", flat=True)) == {"value_proposition", "faq"}

    job = wait_for_end(resume_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == len(CHOSEN) + 1
    assert "118 of them bought the handbook" in provider.requests[-1].prompt
