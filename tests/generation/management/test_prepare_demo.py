"""`manage.py prepare_demo`."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

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
