from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from generation.models import Funnel, GenerationJob
from tests.support.admin import act, text_of
from tests.support.funnels import make_user

USERS = "/admin/auth/user/"
TOKENS = "/admin/knox/authtoken/"


def test_a_user_can_be_added(admin_client: Client) -> None:
    form: dict[str, Any] = {
        "username": "zoe",
        "usable_password": "true",
        "password1": "a long enough password",
        "password2": "a long enough password",
    }

    admin_client.post(f"{USERS}add/", form)

    assert User.objects.get(username="zoe").check_password("a long enough password")


def test_the_owner_of_an_open_job_is_not_deleted(admin_client: Client, running_job: GenerationJob) -> None:
    alone = admin_client.post(f"{USERS}{running_job.owner_id}/delete/", {"post": "yes"}, follow=True)
    among_others = act(admin_client, USERS, "delete_selected", running_job.owner, post="yes")

    for response in (alone, among_others):
        assert "is being generated, so nothing was deleted." in text_of(response)
    assert Funnel.objects.exists()


def test_a_person_goes_with_their_funnels(admin_client: Client, failed_job: GenerationJob) -> None:
    admin_client.post(f"{USERS}{failed_job.owner_id}/delete/", {"post": "yes"})

    assert not Funnel.objects.exists()


def test_a_token_can_be_revoked_and_not_made(admin_client: Client) -> None:
    token, secret = AuthToken.objects.create(user=make_user())

    page = admin_client.get(f"{TOKENS}{token.pk}/change/").content.decode()
    assert secret not in page
    assert admin_client.get(f"{TOKENS}add/").status_code == 403

    admin_client.post(f"{TOKENS}{token.pk}/delete/", {"post": "yes"})

    assert not AuthToken.objects.exists()
