"""`manage.py generate`, as a process of its own beside a real worker."""

import json
import re
import signal
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from generation.engine.jobs import cancel_job, start_job
from generation.models import Funnel, GenerationJob
from generation.states import JobStatus
from tests.support import anthropic_replies as replies
from tests.support.anthropic_server import AnthropicServer
from tests.support.funnels import SAMPLES, make_funnel, make_user, sample, wait_for_end
from tests.support.processes import wait_until

_SAMPLE = str(SAMPLES / "calm-inbox.json")


@pytest.fixture
def provider():
    with AnthropicServer() as server:
        yield server


@pytest.fixture
def writer(worker, provider):
    """A worker that writes through the test's provider."""
    return worker(env={"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": provider.url})


@pytest.fixture
def generate(processes, tmp_path):
    """Starts the command: `generate(FILE, *OPTIONS)`; it exports into tmp_path / "out"."""

    def start(file=_SAMPLE, *options):
        arguments = ("manage.py", "generate", str(file), "--out", str(tmp_path / "out"), *options)
        return processes.run("generate", *arguments)

    return start


@pytest.fixture
def owner(transactional_db):
    return make_user("root", is_superuser=True)


def test_a_funnel_is_followed_to_its_export(generate, writer, owner, tmp_path):
    command = generate()

    assert command.wait(seconds=60) == 0, command.output
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

    assert command.wait(seconds=60) == 0, command.output
    assert "13 of 14  Bundle listing: " in command.output
    assert "Try 2 of 7 in 5 s" in command.output


def test_a_failure_says_what_is_kept_and_how_to_go_on(generate, writer, owner, provider, tmp_path):
    provider.when(lambda request: "bundle" in request.keys, replies.status(400))

    failed = generate()

    assert failed.wait(seconds=60) == 1, failed.output
    assert "Bundle listing: " in failed.output
    assert "What is finished is kept: 13 of 14 tasks." in failed.output
    assert "--resume" in failed.output
    assert "Traceback" not in failed.output
    assert list((tmp_path / "out").iterdir()) == []

    resumed = generate(_SAMPLE, "--resume")

    assert resumed.wait(seconds=60) == 0, resumed.output
    assert len(provider.requests) == 15
    assert "Finished Emails" not in resumed.output
    assert GenerationJob.objects.count() == 1


def test_a_second_run_uses_the_same_funnel_and_takes_the_files_brief(generate, writer, owner, tmp_path):
    funnel = make_funnel(owner, brief={}, draft=True)

    command = generate(_SAMPLE, "--format", "md")

    assert command.wait(seconds=60) == 0, command.output
    funnel.refresh_from_db()
    assert (funnel.brief, funnel.draft) == (sample()["brief"], False)
    assert Funnel.objects.count() == 1
    assert (tmp_path / "out" / "calm-inbox.md").read_text().startswith("# Calm Inbox")


def test_an_open_job_is_followed_and_its_funnel_left_alone(generate, worker, provider, owner):
    funnel = make_funnel(owner)
    job = start_job(funnel)
    Funnel.objects.filter(pk=funnel.pk).update(brief={"edited": True})
    command = generate()
    command.wait_for_output("Following the job of Calm Inbox that is under way.")

    worker(env={"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": provider.url})

    assert command.wait(seconds=60) == 0, command.output
    funnel.refresh_from_db()
    assert funnel.brief == {"edited": True}
    assert list(GenerationJob.objects.all()) == [job]


def test_a_missing_worker_is_said_in_so_many_words(generate, owner):
    command = generate()

    command.wait_for_output("No worker is running; the job goes on as soon as one is", seconds=30)


def test_ctrl_c_leaves_the_job_to_go_on(generate, writer, owner, provider, tmp_path):
    provider.default = replies.OK.slowly(latency=0.2)
    command = generate()
    command.wait_for_output("Writing ")

    command.signal(signal.SIGINT)

    assert command.wait(seconds=10) == 130, command.output
    job = GenerationJob.objects.get()
    assert f"The job goes on in the background ({job.pk})." in command.output
    assert "Traceback" not in command.output
    assert list((tmp_path / "out").iterdir()) == []
    assert wait_for_end(job).status == JobStatus.COMPLETED


def test_a_job_cancelled_meanwhile_is_told_as_such(generate, owner):
    command = generate()
    assert wait_until(lambda: GenerationJob.objects.exists())

    cancel_job(GenerationJob.objects.get())

    assert command.wait(seconds=10) == 1
    assert "The job was cancelled." in command.output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.json",), "There is no file nowhere.json."),
        ((_SAMPLE, "--user", "nobody"), "There is no user nobody."),
        ((_SAMPLE,), "There is no superuser to own the funnel. Name its owner with --user NAME."),
        ((_SAMPLE, "--user", "ana", "--resume"), "Calm Inbox has no failed or cancelled job to resume."),
        ((_SAMPLE, "--format", "docm"), "invalid choice: 'docm'"),
        ((_SAMPLE, "--blueprint", "poem"), "invalid choice: 'poem'"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(arguments, words, tmp_path):
    make_user("ana")

    with pytest.raises(CommandError) as caught:
        call_command("generate", *arguments, "--out", str(tmp_path))

    assert words in str(caught.value)
    assert not GenerationJob.objects.exists()


@pytest.mark.django_db
def test_an_incomplete_brief_gets_a_sentence_a_field(tmp_path):
    brief = sample()
    del brief["brief"]["topic"], brief["brief"]["products"]["bump"]
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(brief))

    with pytest.raises(CommandError) as caught:
        call_command("generate", str(path), "--out", str(tmp_path))

    assert "brief.topic: Say what the funnel is about" in str(caught.value)
    assert "brief.products.bump: Describe the order bump" in str(caught.value)
    assert not Funnel.objects.exists()


@pytest.mark.django_db
def test_a_folder_that_cannot_be_made_stops_before_anything_is_paid_for(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="cannot be made"):
        call_command("generate", _SAMPLE, "--out", str(tmp_path / "file" / "out"))

    assert not GenerationJob.objects.exists()


def test_a_refusal_is_an_exit_code_and_no_traceback(generate, owner):
    command = generate("nowhere.json")

    assert command.wait(seconds=30) == 1
    assert "There is no file nowhere.json." in command.output
    assert "Traceback" not in command.output


def test_a_database_that_is_away_is_said_as_every_command_says_it(generate, owner, postgres_server):
    postgres_server.stop()

    command = generate()

    assert command.wait(seconds=30) == 1
    assert "check DATABASE_URL, and that the server is up" in command.output
    assert "make run" not in command.output
    assert len(command.output.splitlines()) == 1
