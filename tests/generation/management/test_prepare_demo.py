"""`manage.py prepare_demo`."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from generation.management.begin import find_owner
from generation.models import Funnel, GenerationJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def _on_embedded_servers(settings: Settings) -> None:
    settings.ENV = replace(settings.ENV, embedded_postgres=True)


@pytest.mark.usefixtures("_on_embedded_servers")
def test_demo_is_staff_and_owns_the_sample_which_is_not_started() -> None:
    call_command("prepare_demo")

    funnel = Funnel.objects.get(owner__username="demo", owner__is_staff=True)
    assert funnel.name == "Calm Inbox"
    assert not GenerationJob.objects.exists()


@pytest.mark.usefixtures("_on_embedded_servers")
def test_a_deleted_sample_is_not_made_again() -> None:
    call_command("prepare_demo")
    Funnel.objects.all().delete()

    call_command("prepare_demo")

    assert not Funnel.objects.exists()


def test_a_database_of_somebody_else_gets_no_user_with_a_known_password() -> None:
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("prepare_demo")

    assert not User.objects.exists()


@pytest.mark.usefixtures("_on_embedded_servers")
def test_demo_can_sign_in_though_generate_was_quicker() -> None:
    """It attaches as soon as the database is up, and makes the user who is to own its funnel."""
    first = find_owner(None)
    Funnel.objects.create(owner=first, name="Calm Inbox", brief={"topic": "Mail"})

    call_command("prepare_demo")

    demo = User.objects.get(username="demo")
    assert demo.check_password("demo")
    assert demo.is_superuser
    assert Funnel.objects.get(owner=demo).brief == {"topic": "Mail"}


@pytest.mark.usefixtures("_on_embedded_servers")
def test_a_password_that_was_changed_stays() -> None:
    call_command("prepare_demo")
    demo = User.objects.get(username="demo")
    demo.set_password("another one")
    demo.save()

    call_command("prepare_demo")

    assert User.objects.get(username="demo").check_password("another one")
