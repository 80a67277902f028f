"""Reset, regenerate, and a brief that was edited: nothing of a person's is ever lost."""

import pytest

from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.errors import InvalidRequestError, JobOpenError, NotAllowedError
from generation.models import Section, current_revisions
from generation.states import JobStatus, TaskStatus
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, sample, standing, wait_for_end


@pytest.fixture
def finished(running_worker):
    return wait_for_end(start_job(make_funnel()))


def test_regenerating_one_task_runs_that_task_alone(finished, provider):
    calls = len(provider.requests)

    job = wait_for_end(regenerate_task(finished.tasks.get(key="all_tldrs"), note="Shorter, please"))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == calls + 1
    assert "Shorter, please" in provider.requests[-1].blocks[-1]
    tldr = Section.objects.get(key="tldr_bump")
    assert list(tldr.revisions.values_list("number", flat=True)) == [2, 1]
    assert tldr.version == 2


def test_an_edited_section_keeps_its_text_and_is_offered_the_new_one(finished):
    section = Section.objects.get(key="tldr_bump")
    section.revisions.create(number=2, body="My own words", author=finished.owner)
    Section.objects.filter(pk=section.pk).update(version=2, edited=True)

    wait_for_end(regenerate_task(finished.tasks.get(key="all_tldrs")))

    section.refresh_from_db()
    assert current_revisions().get(section=section).body == "My own words"
    assert (section.version, section.offered) == (2, 3)
    assert section.revisions.count() == 3


def test_a_reset_writes_everything_anew_and_keeps_earlier_revisions(finished, provider):
    calls = len(provider.requests)

    job = wait_for_end(reset_job(finished))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == calls + 14
    assert {section.revisions.count() for section in Section.objects.all()} == {2}


def test_a_reset_of_an_open_job_cancels_it_first(running_worker, provider):
    provider.script(replies.OK.slowly(latency=60))
    job = start_job(make_funnel())
    provider.wait_for(1)

    job = wait_for_end(reset_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert provider.requests[0].wait_until_ended()
    assert provider.requests[0].closed_early_at
    kinds = list(job.events.values_list("kind", flat=True))
    assert kinds.index("job_cancelled") < kinds.index("job_reset")


def test_a_brief_edited_before_the_resume_is_not_mixed_in(running_worker, provider):
    provider.when(lambda request: "bundle" in request.keys, replies.status(400))
    job = wait_for_end(start_job(make_funnel()))
    funnel = job.funnel
    funnel.brief = funnel.brief | {"author": "Somebody Else"}
    funnel.save()

    job = wait_for_end(resume_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert job.brief_changed
    assert "Somebody Else" not in "".join(request.prompt for request in provider.requests)


def test_a_reset_takes_the_brief_as_it_is_now(finished, provider):
    funnel = finished.funnel
    funnel.brief = funnel.brief | {"author": "Somebody Else"}
    funnel.save()

    job = wait_for_end(reset_job(finished))

    assert not job.brief_changed
    assert "Somebody Else" in provider.requests[-1].prompt


def test_a_chapter_less_retires_its_section_and_loses_nothing(finished):
    funnel = finished.funnel
    brief = sample()["brief"]
    brief["products"]["bump"]["chapters"].pop()
    funnel.brief = brief
    funnel.save()

    wait_for_end(reset_job(finished))

    gone = Section.objects.get(task_key="bump_full", key="chapter_3")
    assert gone.retired
    assert gone.revisions.count() == 1


def test_one_task_of_a_cancelled_job_can_be_written_anew(running_worker, provider):
    provider.when(lambda request: "bundle" in request.keys, replies.OK.slowly(latency=30))
    job = start_job(make_funnel())
    provider.wait_for(14)
    cancel_job(job)

    job = wait_for_end(regenerate_task(job.tasks.get(key="bump_full")))

    assert job.status == JobStatus.CANCELLED
    assert job.tasks.get(key="bundle_listing").status == TaskStatus.PENDING
    assert len(provider.requests) == 15


class TestWhatTheStateDoesNotAllow:
    def test_cancelling_or_resuming_a_finished_job(self, finished):
        with pytest.raises(NotAllowedError, match="completed"):
            cancel_job(finished)
        with pytest.raises(NotAllowedError, match="completed"):
            resume_job(finished)

    def test_trying_a_finished_task_again(self, finished):
        with pytest.raises(NotAllowedError, match="only a failed or waiting one"):
            retry_task(finished.tasks.first())

    def test_regenerating_while_the_job_runs(self, nothing_admitted):
        job = start_job(make_funnel())

        with pytest.raises(NotAllowedError, match="still running"):
            regenerate_task(job.tasks.first())

    def test_regenerating_what_was_never_written(self, nothing_admitted):
        job = cancel_job(start_job(make_funnel()))

        with pytest.raises(NotAllowedError, match="never finished"):
            regenerate_task(job.tasks.first())

    def test_a_second_job_of_the_same_kind(self, nothing_admitted):
        job = start_job(make_funnel())

        with pytest.raises(JobOpenError) as refused:
            start_job(job.funnel)

        assert refused.value.job_id == str(job.pk)

    def test_resuming_an_old_job_while_a_newer_one_is_open(self, nothing_admitted):
        old = cancel_job(start_job(make_funnel()))
        newer = start_job(old.funnel)

        with pytest.raises(JobOpenError) as refused:
            resume_job(old)

        assert refused.value.job_id == str(newer.pk)

    def test_generating_from_half_a_brief(self, nothing_admitted):
        brief = sample()["brief"]
        del brief["products"]["bump"]

        with pytest.raises(InvalidRequestError) as refused:
            start_job(make_funnel(brief=brief))

        assert list(refused.value.problems) == ["brief.products.bump"]
