"""`manage.py generate` where no worker runs, and where it refuses."""

import json

import pytest
from django.core.management import CommandError, call_command

from generation.engine.verbs.jobs import cancel_job
from generation.models import Funnel, GenerationJob
from tests.support.funnels import SAMPLES, make_user, sample

_SAMPLE = str(SAMPLES / "calm-inbox.json")


def test_a_missing_worker_and_a_cancel_meanwhile_are_said_in_so_many_words(generate, owner):
    command = generate()
    command.wait_for_output("No worker is running; the job goes on as soon as one is")

    cancel_job(GenerationJob.objects.get())

    assert command.wait() == 1
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
        ((_SAMPLE, "--format", "pptx"), "--format: There is nothing to make such a file of; choose one of"),
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

    assert command.wait() == 1
    assert "There is no file nowhere.json." in command.output
    assert "Traceback" not in command.output


def test_a_database_that_is_away_is_said_as_every_command_says_it(generate, owner, postgres_server):
    postgres_server.stop()

    command = generate()

    assert command.wait() == 1
    assert "check DATABASE_URL, and that the server is up" in command.output
    assert "make run" not in command.output
    assert len(command.output.splitlines()) == 1
