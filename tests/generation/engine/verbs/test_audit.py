"""The audit log: who did what, through which door."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from generation.acting import Actor, acting
from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.batches.verbs import cancel_batch
from generation.engine.mending.cleaning import DEEDS_KEPT, clean_up
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.deletion import delete_funnel
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.engine.verbs.tokens import make_token
from generation.models import AuditEntry, Funnel
from settings_app import store
from tests.support.admin import client_of as client_in_browser
from tests.support.admin import text_of
from tests.support.api import client_of
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_user("ana")


@pytest.fixture
def funnel(ana: User) -> Funnel:
    return make_funnel(ana, name="Calm Inbox")


def entries() -> list[tuple[str, str, str, str]]:
    rows = AuditEntry.objects.order_by("pk")
    return [(row.actor_name, row.through, row.action, row.target_name) for row in rows]


def test_what_a_client_does_is_noted_with_its_name_and_door(ana, funnel):
    api = client_of(ana)

    job_id = api.post(f"/api/funnels/{funnel.pk}/generate/").json()["id"]
    api.post(f"/api/jobs/{job_id}/cancel/")

    assert entries() == [
        ("ana", "api", "job_started", "Calm Inbox"),
        ("ana", "api", "job_cancelled", "Calm Inbox"),
    ]
    assert {row.target_id for row in AuditEntry.objects.all()} == {job_id}


def test_a_person_on_the_pages_who_signs_in_first(ana, funnel):
    client = Client()
    client.force_login(ana)  # as the sign-in page does, outside of a request of ours

    client.post(f"/funnels/{funnel.pk}/generate/")

    assert entries() == [("ana", "pages", "job_started", "Calm Inbox")]


def test_signing_in_is_noted(ana):
    ana.set_password("a long enough one")
    ana.save()

    Client().post("/sign-in/", {"username": "ana", "password": "a long enough one"})

    assert entries() == [("ana", "pages", "signed_in", "ana")]


def test_what_galley_does_by_itself_is_no_deed(funnel):
    job = start_job(funnel)
    admit_jobs()
    cancel_job(job)

    assert entries() == []


def test_what_follows_from_a_deed_is_not_noted(ana, funnel):
    other = start_job(make_funnel(ana, name="Another"))

    with acting(Actor(through="pages", find=lambda: ana)):
        admit_jobs()

    other.refresh_from_db()
    assert other.status == "running"
    assert entries() == []


def test_a_changed_setting_is_noted_with_both_values(ana):
    with acting(Actor(through="pages", find=lambda: ana)):
        store.save({MAX_CONCURRENT_JOBS.key: 7}, changed_by=ana)

    (entry,) = AuditEntry.objects.all()
    assert (entry.action, entry.target_id, entry.data) == (
        "setting_changed",
        "max_concurrent_jobs",
        {"old": "5", "new": "7"},
    )


@pytest.fixture
def boss() -> Client:
    return client_in_browser(make_user("boss", is_staff=True, is_superuser=True))


def test_who_is_added_in_the_admin_is_noted_and_no_password(boss):
    password = {"password1": "s3cret-enough", "password2": "s3cret-enough"}
    boss.post("/admin/auth/user/add/", {"username": "new", "usable_password": "true", **password})

    (entry,) = AuditEntry.objects.all()
    assert (entry.actor_name, entry.through, entry.action, entry.target_name) == (
        *("boss", "admin", "user_added", "new"),
    )
    assert "s3cret" not in str(entry.data)


def test_each_of_several_that_are_deleted_together_is_noted(boss):
    groups = [Group.objects.create(name=name) for name in ("Editors", "Guests")]

    chosen = {"action": "delete_selected", "_selected_action": [group.pk for group in groups], "post": "yes"}
    boss.post("/admin/auth/group/", chosen)

    assert not Group.objects.exists()
    assert sorted(entries()) == [("boss", "admin", "group_deleted", name) for name in ("Editors", "Guests")]


def test_what_was_changed_of_a_person_is_named_and_nothing_of_what_it_is_now(ana):
    with acting(Actor(through="pages", find=lambda: ana)):
        ana.email, ana.is_staff = "ana@elsewhere.example", True
        ana.set_password("another-s3cret")
        ana.save()
        ana.groups.add(Group.objects.create(name="Editors"))

    changed, added, rights = AuditEntry.objects.order_by("pk")
    assert (changed.action, changed.data) == ("user_changed", {"fields": ["email", "password", "is_staff"]})
    assert added.action == "group_added"
    assert (rights.action, rights.data) == ("user_changed", {"fields": ["rights"]})


def test_a_token_is_named_by_its_owner_and_its_first_letters(ana):
    with acting(Actor(through="pages", find=lambda: ana)):
        make_token(ana, name="My shop")
        AuthToken.objects.all().delete()

    assert [entry[2:] for entry in entries()] == [("token_added", "ana"), ("token_deleted", "ana")]
    assert max(len(entry.target_id) for entry in AuditEntry.objects.all()) <= 16


def test_an_entry_outlives_the_person_it_names(ana, funnel):
    with acting(Actor(through="pages", find=lambda: ana)):
        start_job(funnel)
    funnel.jobs.all().delete()

    ana.delete()

    (entry,) = AuditEntry.objects.all()
    assert (entry.actor, entry.actor_name) == (None, "ana")


def test_deeds_are_remembered_for_two_years_and_no_longer(ana, funnel):
    with acting(Actor(through="pages", find=lambda: ana)):
        cancel_job(start_job(funnel))
    started = AuditEntry.objects.filter(action="job_started")
    started.update(at=timezone.now() - DEEDS_KEPT - timedelta(minutes=1))

    clean_up()

    assert [entry.action for entry in AuditEntry.objects.all()] == ["job_cancelled"]


def test_what_is_deleted_is_named(ana, funnel):
    with acting(Actor(through="api", find=lambda: ana)):
        delete_funnel(funnel)

    assert entries() == [("ana", "api", "funnel_deleted", "Calm Inbox")]


def test_a_deed_of_somebody_else_names_the_owner_and_the_batch(ana):
    olga, batch = make_user("olga"), make_batch(ana, name="Spring", jobs=2)
    job = jobs_of_batch(batch).first()

    with acting(Actor(through="admin", find=lambda: olga)):
        cancel_job(job)

    (entry,) = AuditEntry.objects.all()
    assert (entry.target, entry.data) == ("job", {"batch": "Spring", "owner": "ana"})


def test_what_was_done_to_a_batch_is_one_line_and_is_found_by_its_name(ana, boss):
    rita = make_user("rita")
    with acting(Actor(through="api", find=lambda: ana)):
        batch = make_batch(ana, name="Spring", jobs=3)
    with acting(Actor(through="admin", find=lambda: rita)):
        cancel_batch(batch)
    with acting(Actor(through="pages", find=lambda: ana)):
        resume_job(jobs_of_batch(batch).first())

    rows = AuditEntry.objects.order_by("pk").values_list("actor_name", "action", "target", "data")
    assert list(rows) == [
        ("ana", "job_started", "batch", {"jobs": 3}),
        ("rita", "job_cancelled", "batch", {"jobs": 3, "owner": "ana"}),
        ("ana", "job_resumed", "job", {"batch": "Spring"}),
    ]
    shown = text_of(boss.get("/admin/generation/auditentry/", {"q": "spring"}))
    assert "jobs 3, owner ana" in shown
    assert "batch Spring" in shown
