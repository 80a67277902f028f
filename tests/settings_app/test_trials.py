"""Settings tried on the admin's page before they are saved."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from settings_app import sent
from settings_app.models import SettingChange
from settings_app.schema import TRIALS, Trial, TrialError, Values, register_trial
from tests.settings_app.conftest import Samples
from tests.support.settings_page import ALL_SAMPLES, PAGE, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(samples: Samples) -> Iterator[list[str]]:
    """A trial of the words; the list holds the voices it was run with."""
    tried: list[str] = []

    def run(values: Values) -> str:
        tried.append(values[samples.voice])
        if values[samples.voice] == "Hoarse":
            raise TrialError("Nobody understood a word.")
        return "Understood."

    before = dict(TRIALS)
    TRIALS.clear()
    register_trial(Trial(key="speech", label="Speak", run=run))
    yield tried
    TRIALS.clear()
    TRIALS.update(before)


def tried_with(editor: Client, **changes: str) -> HttpResponse:
    return editor.post(PAGE, ALL_SAMPLES | {"try": "speech"} | changes)


@pytest.mark.parametrize(
    ("voice", "sentence"), [("Warm", "Understood."), ("Hoarse", "Nobody understood a word.")]
)
def test_a_trial_runs_with_what_the_form_says_and_saves_nothing(
    trial: list[str], editor: Client, voice: str, sentence: str
) -> None:
    page = unescape(tried_with(editor, voice=voice).content.decode())

    assert trial == [voice]
    assert f"{sentence} Nothing is saved yet." in page
    assert f'value="{voice}"' in page
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("key", ["", "Words"])
def test_a_trial_that_is_no_more_is_refused_and_saves_nothing(
    trial: list[str], editor: Client, key: str
) -> None:
    response = tried_with(editor, **{"try": key, "voice": "Warm"})

    page = unescape(response.content.decode())
    assert response.status_code == 200
    assert "This page is out of date: there is no such trial. Load it again. Nothing is saved yet." in page
    assert 'value="Warm"' in page
    assert trial == []
    assert not SettingChange.objects.exists()


def test_nonsense_is_not_tried(trial: list[str], editor: Client) -> None:
    answer = tried_with(editor, delay="5 s")

    assert answer.context["form"].errors
    assert "Nothing was tried." in answer.content.decode()
    assert trial == []


def test_the_enter_key_saves(trial: list[str], editor: Client) -> None:
    """Enter presses the first button of a form."""
    page = editor.get(PAGE).content.decode()

    buttons = re.findall(
        r"(?s)<button[^>]*type=\"submit\"[^>]*>(.*?)</button>", page.split("settings-form")[1]
    )
    assert [button.strip() for button in buttons][:2] == ["Save", "Speak"]


def test_who_may_not_change_settings_may_not_try_them(trial: list[str], reader: Client) -> None:
    assert tried_with(reader).status_code == 403
    assert "Speak" not in text_of(reader, PAGE)
    assert trial == []


@pytest.mark.parametrize(("voice", "warned"), [("Warm", False), ("Hoarse", True)])
def test_what_is_saved_and_cannot_work_is_warned_of(
    samples: Samples, editor: Client, monkeypatch: pytest.MonkeyPatch, voice: str, warned: bool
) -> None:
    heard = {"Warm": "", "Hoarse": "Nobody will hear it."}
    monkeypatch.setattr(sent, "WARNINGS", [lambda values: heard[values[samples.voice]]])

    page = unescape(editor.post(PAGE, ALL_SAMPLES | {"voice": voice}, follow=True).content.decode())

    assert "Saved and in force." in page
    assert ("Nobody will hear it." in page) is warned
