import pytest
from django.core.management import call_command
from django.db import connection

from settings_app import store
from settings_app.models import AppSetting
from settings_app.schema import all_settings
from tests.settings_app.conftest import Samples

pytestmark = pytest.mark.django_db(transaction=True)


def test_migrate_puts_in_missing_defaults_and_overwrites_nothing(samples: Samples) -> None:
    AppSetting.objects.all().delete()
    store.save({"delay": 0}, None)
    AppSetting.objects.filter(key="switch").delete()

    call_command("migrate", verbosity=0)

    assert dict(AppSetting.objects.values_list("key", "value")) == {
        "delay": "0", "engine": "", "switch": "true", "voice": "Plain"
    }  # fmt: skip


def test_a_fresh_database_holds_every_default() -> None:
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)

    assert set(AppSetting.objects.values_list("key", flat=True)) == set(all_settings())


def test_migrating_back_to_before_the_table_works() -> None:
    try:
        call_command("migrate", "settings_app", "zero", verbosity=0)

        assert "app_settings" not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0)
    assert AppSetting.objects.count() == len(all_settings())
