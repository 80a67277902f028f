"""The progress of a funnel in the words of the older interface."""

from generation.engine.verbs.jobs import cancel_job, resume_job
from tests.support.jobs import begin, fail, start_running, write


def status(api, funnel) -> dict:
    answer = api.get(f"/api/generation-status/?funnel={funnel.pk}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_funnel_that_was_never_generated(api, funnel):
    assert status(api, funnel) == {
        "isGenerating": False,
        "currentStep": None,
        "completedSteps": [],
        "failedSteps": [],
        "progress": [],
        "startedAt": None,
    }


def test_a_funnel_in_the_middle(api, funnel):
    job = start_running(funnel)
    write(job, 1)
    begin(job, 2)

    shown = status(api, funnel)

    assert (shown["isGenerating"], shown["currentStep"], shown["completedSteps"]) == (True, 2, [1])
    assert shown["startedAt"]
    assert shown["progress"][0].keys() == {"step", "stepName", "status", "completedAt"}
    assert shown["progress"][1] == {"step": 2, "stepName": "Lead magnet, part 2", "status": "in_progress"}
    assert len(shown["progress"]) == 14


def test_a_task_that_waits_is_in_progress(api, funnel):
    fail(start_running(funnel), 1, retryable=True)

    shown = status(api, funnel)

    assert shown["progress"][0]["status"] == "in_progress"
    assert shown["failedSteps"] == []


def test_a_failed_step_says_why(api, funnel):
    fail(start_running(funnel), 1)

    shown = status(api, funnel)

    assert shown["isGenerating"] is False
    assert shown["failedSteps"] == [{"step": 1, "error": "The AI service said no."}]
    assert shown["progress"][0]["error"] == "The AI service said no."


def test_an_older_job_that_was_resumed_is_the_one_that_is_shown(api, funnel):
    older = cancel_job(start_running(funnel))
    fail(start_running(funnel), 1)
    resume_job(older)

    assert status(api, funnel)["isGenerating"] is True


def test_a_funnel_must_be_named(api):
    for query in ("", "?funnel=12"):
        answer = api.get(f"/api/generation-status/{query}")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["funnel"])
