import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from generation.app_settings import RETRY_DELAYS
from settings_app import store
from settings_app.models import AppSetting, SettingChange
from settings_app.schema import all_settings
from settings_app.values import value_to_text
from tests.settings_app.conftest import Samples
from tests.support.settings_page import ALL_SAMPLES, PAGE, signed_in, text_of

pytestmark = pytest.mark.django_db

RESET = PAGE + "reset/"
HISTORY = "/admin/settings_app/settingchange/"


def fields_of(client: Client) -> dict[str, str]:
    """Return what a browser would send from the untouched form, the values that were seen included."""
    form = client.get(PAGE).context["form"]
    shown = {field.html_name: field.value() for field in form}
    return {**shown, **{field.html_initial_name: field.value() for field in form}}


def test_the_page_lists_every_setting_in_its_group_with_its_meaning(editor: Client) -> None:
    text = text_of(editor, PAGE)

    assert [s.description for s in all_settings().values() if s.description not in text] == []
    assert [title for title in ("Retry", "Time", "Queue", "Models") if title not in text] == []


def test_the_retry_schedule_is_shown_in_words(editor: Client) -> None:
    assert "gives up after 17 min 35 s" in text_of(editor, PAGE)

    store.save({delay.key: 0 for delay in RETRY_DELAYS}, None)

    assert "gives up after 0 s" in text_of(editor, PAGE)


def test_it_leads_to_the_page_that_shows_the_same(editor: Client) -> None:
    assert f'href="{reverse("settings")}"' in editor.get(PAGE).content.decode()


def test_a_post_of_all_fields_saves_them(editor: Client) -> None:
    texts = {key: value_to_text(setting.default) for key, setting in all_settings().items()}

    response = editor.post(PAGE, texts | {"retry_attempt_3_delay": "0", "fair_share": "false"}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "Saved and in force." in response.content.decode()
    assert AppSetting.objects.get(key="retry_attempt_3_delay").value == "0"
    assert AppSetting.objects.get(key="fair_share").value == "false"
    assert {change.key for change in SettingChange.objects.all()} == {"retry_attempt_3_delay", "fair_share"}


def test_the_form_as_it_is_shown_can_be_sent_back(samples: Samples, editor: Client) -> None:
    store.save({"delay": 0, "switch": False, "engine": "real"}, None)
    before = SettingChange.objects.count()

    response = editor.post(PAGE, fields_of(editor))

    assert response.status_code == 302
    assert SettingChange.objects.count() == before


def test_a_change_shows_who_made_it_and_when(samples: Samples, editor: Client) -> None:
    editor.post(PAGE, ALL_SAMPLES | {"delay": "5"})

    text = text_of(editor, PAGE)
    assert re.search(r"Changed \d{4}-\d\d-\d\d \d\d:\d\d by ada\.", text)
    assert "delay from 30 to 5, by ada" in text


@pytest.mark.parametrize(
    ("key", "nonsense", "sentence"),
    [
        ("delay", "5 s", 'A whole number of seconds from 0 to 86400 is needed, not "5 s".'),
        ("delay", "", "A whole number of seconds from 0 to 86400 is needed, but nothing was given."),
        ("switch", "perhaps", 'Either true or false is needed, not "perhaps".'),
        ("engine", "steam", 'One of (empty), demo, real is needed, not "steam".'),
        ("voice", "Shrill", "Nobody speaks so."),
    ],
)
def test_nonsense_is_refused_beside_its_field_and_nothing_is_saved(
    samples: Samples, editor: Client, key: str, nonsense: str, sentence: str
) -> None:
    response = editor.post(PAGE, ALL_SAMPLES | {"voice": "Warm", key: nonsense})

    assert response.status_code == 200
    assert response.context["form"].errors == {key: [sentence]}
    beside = re.search(rf'(?s)id="id_{key}_error"[^>]*>(.*?)</div>', response.content.decode())
    assert beside is not None
    assert unescape(beside[1]).strip() == sentence
    assert not SettingChange.objects.exists()


def test_what_was_typed_is_still_there_after_a_refusal(samples: Samples, editor: Client) -> None:
    response = editor.post(PAGE, ALL_SAMPLES | {"delay": "5 s", "voice": "Warm"})

    assert 'value="5 s"' in response.content.decode()
    assert 'value="Warm"' in response.content.decode()


def test_a_request_without_some_fields_is_refused_and_switches_nothing_off(
    samples: Samples, editor: Client
) -> None:
    response = editor.post(PAGE, {"delay": "5"})

    assert set(response.context["form"].errors) == {"switch", "voice", "engine"}
    assert store.get(samples.delay) == 30


def test_saving_an_old_page_undoes_nobody_elses_change(samples: Samples, editor: Client) -> None:
    seen = fields_of(editor)
    store.save({"delay": 99}, None)

    editor.post(PAGE, seen | {"voice": "Warm"})

    assert store.get(samples.voice) == "Warm"
    assert store.get(samples.delay) == 99


def test_text_is_escaped(samples: Samples, editor: Client) -> None:
    editor.post(PAGE, ALL_SAMPLES | {"voice": "<script>alert(1)</script>"})

    for address in (PAGE, RESET, HISTORY):
        assert "<script>alert(1)" not in editor.get(address).content.decode()


def test_reset_asks_first_and_then_brings_the_defaults_back(samples: Samples, editor: Client) -> None:
    store.save({"delay": 0, "switch": False, "engine": "real"}, None)

    question = text_of(editor, RESET)

    assert "delay goes from 0 to 30." in question
    assert "switch goes from off to on." in question
    assert "engine goes from real to (empty)." in question
    assert store.get(samples.delay) == 0

    response = editor.post(RESET)

    assert response.status_code == 302
    assert store.get(samples.delay) == 30
    assert SettingChange.objects.filter(changed_by__username="ada").count() == 3


def test_reset_says_when_there_is_nothing_to_reset(samples: Samples, editor: Client) -> None:
    assert "All settings have their defaults already." in text_of(editor, RESET)


def test_staff_without_the_permission_only_read(samples: Samples, reader: Client) -> None:
    page = reader.get(PAGE).content.decode()

    assert "A wait." in page
    assert [key for key in all_settings() if not re.search(rf'name="{key}"[^>]* disabled', page)] == []
    assert "Reset to defaults" not in page
    assert reader.get(HISTORY).status_code == 200
    assert reader.post(PAGE, ALL_SAMPLES | {"delay": "5"}).status_code == 403
    assert reader.get(RESET).status_code == 403
    assert reader.post(RESET).status_code == 403
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("address", [PAGE, RESET, HISTORY])
def test_only_staff_are_let_in(address: str) -> None:
    member = signed_in("eve", "change_appsetting", "view_settingchange", is_staff=False)

    for client, sign_in in ((member, "/admin/login/"), (Client(), "/sign-in/")):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302
            assert response["Location"].startswith(sign_in)


def test_a_forged_request_is_refused(samples: Samples) -> None:
    editor = Client(enforce_csrf_checks=True)
    editor.force_login(User.objects.create_superuser("root"))

    assert editor.post(PAGE, ALL_SAMPLES | {"delay": "5"}).status_code == 403
    assert editor.post(RESET).status_code == 403
    assert store.get(samples.delay) == 30


@pytest.mark.parametrize("page", ["add", "change", "delete", "history"])
def test_a_row_has_no_page_of_its_own(page: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:settings_app_appsetting_{page}", args=["x"])


def test_the_history_can_be_read_and_not_changed(samples: Samples, admin_client: Client) -> None:
    store.save({"delay": 5}, User.objects.get(username="admin"))
    change = SettingChange.objects.get()
    delete = {"action": "delete_selected", "_selected_action": change.pk}

    text = text_of(admin_client, HISTORY)

    assert all(word in text for word in ("delay", "30", "5", "admin"))
    assert admin_client.get(f"{HISTORY}add/").status_code == 403
    assert admin_client.post(f"{HISTORY}{change.pk}/change/", {"new_value": "6"}).status_code == 403
    assert admin_client.post(f"{HISTORY}{change.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(HISTORY, delete).status_code == 200
    assert SettingChange.objects.get().new_value == "5"


def test_both_pages_are_in_the_admins_index(reader: Client) -> None:
    index = reader.get("/admin/").content.decode()

    assert PAGE in index
    assert HISTORY in index
