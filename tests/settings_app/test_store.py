import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from pytest_django import DjangoAssertNumQueries

from settings_app import store
from settings_app.models import AppSetting, SettingChange
from settings_app.schema import Setting
from settings_app.store import InvalidSettings
from tests.settings_app.conftest import Samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored(samples: Samples) -> None:
    AppSetting.objects.all().delete()
    store.add_missing_defaults(AppSetting.objects.all())
    store._warn_once.cache_clear()


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


def write_by_sql(setting: Setting[int] | Setting[bool] | Setting[str], text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE app_settings SET value = %s WHERE key = %s", [text, setting.key])


def test_a_setting_nobody_changed_has_its_default(samples: Samples) -> None:
    assert store.get(samples.delay) == 30
    assert store.get(samples.switch) is True
    assert store.get(samples.voice) == "Plain"
    assert store.get(samples.engine) == ""


def test_a_setting_without_a_row_has_its_default(samples: Samples) -> None:
    AppSetting.objects.all().delete()

    assert store.get(samples.delay) == 30
    assert store.read_all()[samples.switch] is True


def test_zero_false_and_the_empty_text_are_values_of_their_own(samples: Samples, ada: User) -> None:
    store.save({"engine": "demo"}, ada)

    store.save({"delay": 0, "switch": False, "engine": ""}, ada)

    assert store.get(samples.delay) == 0
    assert store.get(samples.switch) is False
    assert store.get(samples.engine) == ""
    values = store.read_all()
    assert (values[samples.delay], values[samples.switch], values[samples.engine]) == (0, False, "")


def test_a_change_written_by_sql_counts_for_the_next_read(samples: Samples) -> None:
    assert store.get(samples.delay) == 30

    write_by_sql(samples.delay, "7")

    assert store.get(samples.delay) == 7
    assert store.read_all()[samples.delay] == 7


def test_all_values_are_read_in_one_query(
    samples: Samples, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        values = store.read_all()
        assert values[samples.delay] == 30
        assert values[samples.voice] == "Plain"


def test_text_is_taken_like_typed_values(samples: Samples, ada: User) -> None:
    store.save({"delay": " 0 ", "switch": "false", "voice": " Warm "}, ada)

    assert (store.get(samples.delay), store.get(samples.switch), store.get(samples.voice)) == (
        0,
        False,
        "Warm",
    )


def test_one_bad_value_saves_nothing(samples: Samples, ada: User) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        store.save({"delay": 5, "switch": "maybe", "voice": "Warm", "dely": 5, "qqqqq": 1}, ada)

    assert refusal.value.errors == {
        "switch": 'Either true or false is needed, not "maybe".',
        "dely": "There is no setting of this name. Did you mean delay?",
        "qqqqq": "There is no setting of this name.",
    }
    assert store.get(samples.delay) == 30
    assert store.get(samples.voice) == "Plain"
    assert not SettingChange.objects.exists()


def test_a_change_leaves_its_history(samples: Samples, ada: User) -> None:
    store.save({"delay": 5, "voice": "Plain"}, ada)

    change = SettingChange.objects.get()
    assert (change.key, change.old_value, change.new_value) == ("delay", "30", "5")
    assert change.changed_by == ada
    assert abs(datetime.now(UTC) - change.changed_at).total_seconds() < 60


def test_saving_what_is_stored_already_leaves_no_trace(samples: Samples, ada: User) -> None:
    store.save({"delay": "30", "switch": True}, ada)

    assert not SettingChange.objects.exists()
    assert all(setting.changed_at is None for setting in store.describe())


def test_saving_a_setting_that_has_no_row_yet_counts_from_its_default(samples: Samples, ada: User) -> None:
    AppSetting.objects.all().delete()

    store.save({"delay": 5}, ada)

    assert store.get(samples.delay) == 5
    assert SettingChange.objects.get().old_value == "30"


def test_reset_brings_all_defaults_back(samples: Samples, ada: User) -> None:
    store.save({"delay": 0, "switch": False}, None)

    store.reset_to_defaults(ada)

    assert store.get(samples.delay) == 30
    assert store.get(samples.switch) is True
    assert SettingChange.objects.filter(changed_by=ada).count() == 2


def test_a_stored_text_that_no_longer_parses_counts_as_the_default_and_is_logged_once(
    samples: Samples, caplog: pytest.LogCaptureFixture
) -> None:
    write_by_sql(samples.delay, "soon")
    write_by_sql(samples.engine, "removed")

    for _ in range(3):
        assert store.get(samples.delay) == 30
        assert store.read_all()[samples.engine] == ""

    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "'delay'" in caplog.text
    assert "soon" in caplog.text


def test_reset_mends_a_text_that_no_longer_parses(samples: Samples, ada: User) -> None:
    write_by_sql(samples.delay, "soon")

    store.reset_to_defaults(ada)

    assert AppSetting.objects.get(key="delay").value == "30"


def test_missing_defaults_are_added_and_values_left_alone(samples: Samples, ada: User) -> None:
    store.save({"delay": 0}, ada)
    AppSetting.objects.filter(key="switch").delete()
    AppSetting.objects.update(description="old words")

    store.add_missing_defaults(AppSetting.objects.all())

    assert dict(AppSetting.objects.values_list("key", "value")) == {
        "delay": "0", "engine": "", "switch": "true", "voice": "Plain"
    }  # fmt: skip
    row = AppSetting.objects.get(key="delay")
    assert (row.description, row.changed_by) == ("A wait.", ada)


def test_a_description_says_all_there_is_to_know(samples: Samples, ada: User) -> None:
    store.save({"delay": 0}, ada)

    delay, switch, voice, engine = store.describe()

    assert (delay.key, delay.group, delay.value, delay.default) == ("delay", "Waits", 0, 30)
    assert (delay.type, delay.unit, delay.minimum, delay.maximum) == ("integer", "seconds", 0, 86_400)
    assert (delay.description, delay.changed_by) == ("A wait.", "ada")
    assert delay.changed_at is not None
    assert (switch.type, switch.value, switch.changed_by, switch.changed_at) == ("boolean", True, None, None)
    assert (voice.type, voice.choices) == ("string", None)
    assert engine.choices == ("", "demo", "real")


def test_the_history_outlives_the_person(samples: Samples, ada: User) -> None:
    store.save({"delay": 0}, ada)

    ada.delete()

    assert SettingChange.objects.get().changed_by is None
    assert store.describe()[0].changed_by is None
    assert store.describe()[0].changed_at is not None


@pytest.mark.django_db(transaction=True)
def test_simultaneous_saves_leave_a_history_without_gaps(samples: Samples) -> None:
    AppSetting.objects.all().delete()  # so that all of them put the rows in, too

    def save(first: int) -> None:
        for number in range(first, first + 10):
            store.save({"delay": number, "switch": number % 2 == 0}, None)
        connections.close_all()

    threads = [threading.Thread(target=save, args=(1000 * place,)) for place in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    history = list(
        SettingChange.objects.filter(key="delay").order_by("id").values_list("old_value", "new_value")
    )
    assert len(history) == 50
    assert [old for old, _ in history] == ["30", *(new for _, new in history[:-1])]
    assert store.get(samples.delay) == int(history[-1][1])


def test_an_objection_keeps_all_from_being_saved(samples: Samples, ada: User) -> None:
    with pytest.raises(InvalidSettings) as refused:
        store.save({"delay": 7, "voice": "Shrill"}, ada)

    assert refused.value.errors == {"voice": "Nobody speaks so."}
    assert store.get(samples.delay) == 30


def test_what_stands_meets_no_objection_any_more(samples: Samples, ada: User) -> None:
    write_by_sql(samples.voice, "Shrill")

    store.save({"delay": 7, "voice": "Shrill"}, ada)

    assert store.get(samples.delay) == 7
    assert store.get(samples.voice) == "Shrill"
