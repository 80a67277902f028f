"""The settings page: the form of the admin in the pages' own dress, with what the waits come to."""

import re
from html import unescape

import pytest
from django.test import Client

from generation.app_settings import RETRY_DELAYS, SUPPORT_URL
from settings_app import store
from settings_app.models import SettingChange
from settings_app.schema import TRIALS, Trial, TrialError, all_settings, register_trial
from tests.support.admin import staff, text_of
from tests.support.funnels import make_funnel
from tests.support.jobs import fail, start_running

pytestmark = pytest.mark.django_db

PAGE, RESET = "/settings/", "/settings/reset/"
DELAY = RETRY_DELAYS[0]


@pytest.fixture
def keeper() -> Client:
    """Staff who may change settings."""
    return staff("sam", "change_appsetting")


@pytest.fixture
def reader() -> Client:
    """Staff who may not."""
    return staff("rita")


@pytest.fixture
def trial():
    """A trial that works with the voice "Warm" alone."""

    def run(values):
        if values[all_settings()["default_brand_voice"]] != "Warm":
            raise TrialError("Nobody understood a word.")
        return "It spoke."

    before = dict(TRIALS)
    register_trial(Trial(key="speech", label="Speak", run=run))
    yield
    TRIALS.clear()
    TRIALS.update(before)


def fields_of(client: Client) -> dict[str, str]:
    """Return what a browser would send from the untouched form, the values that were seen included."""
    html = client.get(PAGE).content.decode()
    form = client.get(PAGE).context["form"]
    assert all(f'name="{field.html_initial_name}"' in html for field in form)
    shown = {field.html_name: field.value() for field in form}
    return {**shown, **{field.html_initial_name: field.value() for field in form}}


def test_every_setting_is_there_with_its_meaning(reader):
    page = text_of(reader.get(PAGE))

    assert [s.key for s in all_settings().values() if s.description not in page] == []
    assert [s.key for s in all_settings().values() if s.key not in page and s not in RETRY_DELAYS] == []


def test_tries_come_first_and_the_waits_side_by_side(reader):
    groups = reader.get(PAGE).context["groups"]

    assert groups[0].tries.field.label == "Tries per task"
    assert [wait.before_try for wait in groups[0].waits] == [2, 3, 4, 5, 6, 7]
    assert [wait.row.setting.key for wait in groups[0].waits] == [delay.key for delay in RETRY_DELAYS]
    assert "What it means: A failing task gives up after 17 min 35 s." in text_of(reader.get(PAGE))


def test_a_change_is_saved_and_says_whose_it_is(keeper):
    answer = keeper.post(PAGE, fields_of(keeper) | {DELAY.key: "65"}, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    page = text_of(answer)
    assert "Saved and in force." in page
    assert "A failing task gives up after 18 min 35 s." in page
    assert re.search(r"sam Wait before try 2 5 65", page)
    assert store.get(DELAY) == 65


def test_what_the_values_come_to_is_said_while_somebody_types(keeper):
    def meaning(**typed: str) -> str:
        return text_of(keeper.post(f"{PAGE}meaning/", fields_of(keeper) | typed))

    assert meaning(max_retry_attempts="3", retry_attempt_3_delay="3600") == (
        "A failing task gives up after 1 h 5 s. 1 h not used not used not used not used"
    )
    assert meaning(max_retry_attempts="1").startswith("A failing task gives up after its first attempt.")
    assert meaning(max_retry_attempts="0").startswith(
        'Tries per task: A whole number of attempts from 1 to 7 is needed, not "0".'
    )
    assert not SettingChange.objects.exists()


def test_each_page_of_the_settings_leads_to_the_other(keeper):
    assert 'href="/admin/settings_app/appsetting/"' in keeper.get(PAGE).content.decode()


def test_a_setting_says_who_changed_it_when(keeper):
    keeper.post(PAGE, fields_of(keeper) | {"fair_share": "false"})

    assert re.search(
        r"fair_share , default on\. Changed \d+ \w+ \d{4}, \d\d:\d\d UTC by sam\.", text_of(keeper.get(PAGE))
    )


def test_a_change_on_the_page_changes_the_very_next_retry(keeper):
    job = start_running(make_funnel())
    keeper.post(PAGE, fields_of(keeper) | {DELAY.key: "4000"})

    task = fail(job, 1, retryable=True)

    assert task.next_attempt_at is not None
    assert 3900 < (task.next_attempt_at - task.last_attempt_at).total_seconds() < 4100


def test_nothing_changed_is_nothing_saved(keeper):
    answer = keeper.post(PAGE, fields_of(keeper), follow=True)

    assert "There was nothing to save." in text_of(answer)
    assert not SettingChange.objects.exists()


def test_an_old_page_undoes_nobody_elses_change(keeper):
    seen = fields_of(keeper)
    store.save({DELAY.key: 99}, None)

    keeper.post(PAGE, seen | {"fair_share": "false"})

    assert store.get(DELAY) == 99
    assert store.get(all_settings()["fair_share"]) is False


@pytest.mark.parametrize(
    ("key", "nonsense", "sentence"),
    [
        (DELAY.key, "5 s", 'A whole number of seconds from 0 to 86400 is needed, not "5 s".'),
        ("max_retry_attempts", "0", 'A whole number of attempts from 1 to 7 is needed, not "0".'),
        ("fair_share", "perhaps", 'Either true or false is needed, not "perhaps".'),
        (
            SUPPORT_URL.key,
            "javascript:x",
            "An address that begins with https://, http:// or mailto:, or nothing at all, is needed, "
            'not "javascript:x".',
        ),
    ],
)
def test_nonsense_is_refused_beside_its_field_and_nothing_is_saved(keeper, key, nonsense, sentence):
    answer = keeper.post(PAGE, fields_of(keeper) | {"default_brand_voice": "Warm", key: nonsense})

    html = answer.content.decode()
    assert answer.status_code == 422
    beside = re.search(rf'(?s)id="id_{key}_error">(.*?)</p>', html)
    assert beside is not None
    assert sentence in unescape(beside[1])
    assert f'href="#id_{key}"' in html
    assert 'value="Warm"' in html
    assert not SettingChange.objects.exists()


def test_what_was_seen_is_remembered_over_a_refusal(keeper):
    seen = fields_of(keeper)
    store.save({DELAY.key: 99}, None)

    answer = keeper.post(PAGE, seen | {"fair_share": "perhaps"})

    assert f'name="initial-{DELAY.key}" value="5"' in answer.content.decode()


def test_a_trial_runs_with_what_is_typed_and_saves_nothing(keeper, trial):
    works = keeper.post(PAGE, fields_of(keeper) | {"default_brand_voice": "Warm", "try": "speech"})
    fails = keeper.post(PAGE, fields_of(keeper) | {"try": "speech"})

    assert "It spoke. Nothing is saved yet." in text_of(works)
    assert 'value="Warm"' in works.content.decode()
    assert "Nobody understood a word. Nothing is saved yet." in text_of(fails)
    assert not SettingChange.objects.exists()


def test_a_trial_that_is_no_more_says_so(keeper):
    answer = keeper.post(PAGE, fields_of(keeper) | {"try": "gone"})

    assert "there is no such trial" in text_of(answer)


def test_reset_brings_every_default_back_after_the_page_has_asked(keeper):
    store.save({DELAY.key: 0, "fair_share": False}, None)

    question = text_of(keeper.get(PAGE))
    answer = keeper.post(RESET, follow=True)

    assert "2 settings would change at once" in question
    assert "Wait before try 2 from 0 to 5" in question
    assert "All settings have their defaults again." in text_of(answer)
    assert store.get(DELAY) == 5
    assert "Reset to defaults" not in text_of(answer)


def test_staff_without_the_permission_only_read(reader):
    html = reader.get(PAGE).content.decode()

    assert [key for key in all_settings() if not re.search(rf'name="{key}"[^>]* disabled', html)] == []
    assert "You may read these settings. Changing settings needs the permission to change settings." in html
    assert "settings-bar" not in html
    for answer in (reader.post(PAGE, fields_of(reader)), reader.post(RESET)):
        assert answer.status_code == 403
        assert "Changing settings needs the permission to change settings." in text_of(answer)
    assert not SettingChange.objects.exists()


def test_text_is_escaped(keeper):
    keeper.post(PAGE, fields_of(keeper) | {"default_brand_voice": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in keeper.get(PAGE).content.decode()
