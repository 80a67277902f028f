"""`manage.py api_token`."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from knox.auth import TokenAuthentication

from generation.models import NamedToken

pytestmark = pytest.mark.django_db


def test_the_last_line_is_a_token_that_signs_its_user_in() -> None:
    ada = User.objects.create_user("ada")
    output = StringIO()

    call_command("api_token", "ada", name="Shop", stdout=output)

    token = output.getvalue().splitlines()[-1]
    user, _ = TokenAuthentication().authenticate_credentials(token.encode())
    assert user == ada
    assert NamedToken.objects.get().name == "Shop"


@pytest.mark.parametrize("name", ["x" * 81, "\u200b"])
def test_what_cannot_be_a_name_is_said_and_makes_no_token(name: str) -> None:
    User.objects.create_user("ada")

    with pytest.raises(CommandError, match="Write"):
        call_command("api_token", "ada", name=name, stdout=StringIO())

    assert not NamedToken.objects.exists()


def test_a_missing_user_is_made_only_when_asked_for() -> None:
    with pytest.raises(CommandError, match="--create"):
        call_command("api_token", "ada", stdout=StringIO())
    assert not User.objects.exists()

    call_command("api_token", "ada", "--create", stdout=StringIO())

    assert not User.objects.get(username="ada").has_usable_password()
