"""`manage.py generate` beside a real worker, which stands for this file: its start costs more than a test."""

import re
import signal
from zipfile import ZipFile

import pytest

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.anthropic_server import AnthropicServer
from tests.support.funnels import SAMPLES, make_funnel, sample, wait_for_end
from tests.support.galley import start_worker

_SAMPLE = str(SAMPLES / "calm-inbox.json")


@pytest.fixture(scope="module")
def _standing_provider():
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="module")
def _standing_worker(standing, _standing_provider):
    env = {"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": _standing_provider.url}
    with standing("worker") as processes:
        yield start_worker(processes, env=env)


@pytest.fixture
def provider(_standing_provider):
    """The provider that the worker calls; it has received nothing yet."""
    _standing_provider.forget()
    return _standing_provider


@pytest.fixture
def writer(transactional_db, provider, _standing_worker):
    """A worker that writes through the test's provider."""
    return _standing_worker


def test_a_funnel_is_followed_to_its_export(generate, writer, owner, tmp_path):
    command = generate()

    assert command.wait(seconds=120) == 0, command.output
    funnel = Funnel.objects.get()
    assert (funnel.owner, funnel.name, funnel.brief) == (owner, sample()["name"], sample()["brief"])
    assert "14 of 14  Finished Bundle listing" in command.output
    assert re.search(r"words in 14 provider calls and [1-9]\d* s\.", command.output)
    assert str(tmp_path / "out" / "calm-inbox.zip") in command.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["calm-inbox.zip"]
    names = ZipFile(tmp_path / "out" / "calm-inbox.zip").namelist()
    assert len([name for name in names if "/products/" in name]) == 25
    assert len([name for name in names if "/emails/" in name]) == 3 * 6 + 1  # and all of them as a table


def test_a_failed_attempt_is_told_and_tried_again(generate, writer, owner, provider):
    provider.when(lambda request: "bundle" in request.keys, replies.OVERLOADED)

    command = generate()

    assert command.wait(seconds=120) == 0, command.output
    assert "13 of 14  Bundle listing: " in command.output
    assert "Try 2 of 7 in 5 s" in command.output


def test_a_failure_says_what_is_kept_and_how_to_go_on(generate, writer, owner, provider, tmp_path):
    provider.when(lambda request: "bundle" in request.keys, replies.status(400))

    failed = generate()

    assert failed.wait(seconds=120) == 1, failed.output
    assert "Bundle listing: " in failed.output
    assert "What is finished is kept: 13 of 14 tasks." in failed.output
    assert "--resume" in failed.output
    assert "Traceback" not in failed.output
    assert list((tmp_path / "out").iterdir()) == []

    resumed = generate(_SAMPLE, "--resume")

    assert resumed.wait(seconds=120) == 0, resumed.output
    assert len(provider.requests) == 15
    assert "Finished Emails" not in resumed.output
    assert GenerationJob.objects.count() == 1


def test_a_second_run_uses_the_same_funnel_and_takes_the_files_brief(generate, writer, owner, tmp_path):
    funnel = make_funnel(owner, brief={}, draft=True)

    command = generate(_SAMPLE, "--format", "md")

    assert command.wait(seconds=120) == 0, command.output
    funnel.refresh_from_db()
    assert (funnel.brief, funnel.draft) == (sample()["brief"], False)
    assert Funnel.objects.count() == 1
    assert (tmp_path / "out" / "calm-inbox.md").read_text().startswith("# Calm Inbox")


def test_an_open_job_is_followed_and_its_funnel_left_alone(generate, writer, owner):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    funnel = make_funnel(owner)
    job = start_job(funnel)
    Funnel.objects.filter(pk=funnel.pk).update(brief={"edited": True})
    command = generate()
    command.wait_for_output("Following the job of Calm Inbox that is under way.")

    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    admit_jobs()

    assert command.wait(seconds=120) == 0, command.output
    funnel.refresh_from_db()
    assert funnel.brief == {"edited": True}
    assert list(GenerationJob.objects.all()) == [job]


def test_ctrl_c_leaves_the_job_to_go_on(generate, writer, owner, provider, tmp_path):
    provider.hold_after(1)
    command = generate()
    command.wait_for_output("Writing ")

    command.signal(signal.SIGINT)

    assert command.wait(seconds=120) == 130, command.output
    job = GenerationJob.objects.get()
    assert f"The job goes on in the background ({job.pk})." in command.output
    assert "Traceback" not in command.output
    assert list((tmp_path / "out").iterdir()) == []
    provider.go_on()
    assert wait_for_end(job).status == JobStatus.COMPLETED
