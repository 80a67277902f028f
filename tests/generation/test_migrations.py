"""What migrations do to rows that were there before."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

KEYS = ("generation", "0010_keys_outlive_what_they_started")
CONFIRMED = ("generation", "0011_confirmed_email")


def migrate_to(name):
    """Migrate there, forth or back, in the transaction of the test; return the models as they were then."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while rows wait to be checked
    return MigrationExecutor(connection).migrate([name]).apps


def test_letters_that_were_chosen_before_addresses_were_confirmed_go_on_and_nobody_elses_begin():
    preferences = migrate_to(KEYS).get_model("generation", "Preferences")
    chosen_by = {"ana": {"mail_when_ready": True}, "ben": {"mail_when_failed": True}, "cat": {}}
    for name, chosen in chosen_by.items():
        user = make_user(name, email=f"{name}@shop.example")
        preferences.objects.create(user_id=user.pk, **chosen)

    preferences = migrate_to(CONFIRMED).get_model("generation", "Preferences")

    confirmed = dict(preferences.objects.values_list("user__username", "confirmed_email"))
    assert confirmed == {"ana": "ana@shop.example", "ben": "ben@shop.example", "cat": ""}
