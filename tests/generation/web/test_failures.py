"""Pages about what could not be done: calm, complete, and without what may be broken."""

import re
from functools import partial

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import OperationalError, connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from generation.api.error_pages import page_not_found
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Funnel, Preferences, ProviderIncident
from generation.states import IllegalMoveError
from generation.web.failures import refusals_as_messages
from tests.support.admin import client_of, text_of
from tests.support.doubles import write_twice
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running
from tests.support.servers import PostgresControl
from tests.support.threads import in_thread


def wait_in_vain(*_: object, **__: object) -> None:
    raise OperationalError("canceling statement due to lock timeout") from LockNotAvailable()


@pytest.mark.parametrize("address", ["/funnels/", "/account/", "/sign-in/", "/admin/"])
def test_without_its_database_a_page_comes_back_by_itself(postgres_server: PostgresControl, address: str):
    browser = client_of(make_user(is_staff=True))
    postgres_server.stop()

    answer = browser.get(address)

    assert answer.status_code == 503, text_of(answer)
    assert answer["Retry-After"] == "5"
    assert '<meta http-equiv="refresh" content="5">' in answer.content.decode()
    assert "Nothing is lost" in text_of(answer)
    postgres_server.start()
    assert browser.get("/account/").status_code == 200


def test_what_was_sent_without_a_database_is_said_to_be_lost_and_not_sent_twice(postgres_server):
    browser = client_of(make_user())
    postgres_server.stop()

    answer = browser.post("/account/", {"email": "ana@shop.example"})

    assert answer.status_code == 503
    assert "What you just sent was not saved." in text_of(answer)
    assert "http-equiv" not in answer.content.decode()


def test_the_api_answers_for_itself(postgres_server):
    browser = client_of(make_user())
    postgres_server.stop()

    answer = browser.get("/api/jobs/")

    assert (answer.status_code, answer.json()["code"]) == (503, "database_away")


def test_what_is_open_to_all_needs_no_database_to_know_so(postgres_server):
    browser = client_of(make_user())
    postgres_server.stop()

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/offline/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_that_is_not_there_leads_to_one_that_is(signed_in):
    browser = client_of(make_user()) if signed_in else Client()

    answer = browser.get("/nothing-here/")

    assert answer.status_code == 404
    assert "There is nothing here" in text_of(answer)
    way = reverse("dashboard") if signed_in else reverse("sign_in")
    assert f'<a class="button primary" href="{way}">' in answer.content.decode()
    assert 'data-look="none"' in answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_ones_own_to_open_says_why():
    answer = client_of(make_user()).get("/admin/login/")

    assert answer.status_code == 403
    assert "The admin is for staff." in text_of(answer)


@pytest.mark.django_db
def test_a_page_that_broke_says_nothing_of_our_insides(monkeypatch):
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT secret")

    monkeypatch.setattr("generation.web.people.account.ProfileForm", breaks)
    browser = client_of(make_user())
    browser.raise_request_exception = False

    answer = browser.get("/account/")

    assert answer.status_code == 500
    assert "Something broke on our side" in text_of(answer)
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_waited_in_vain_for_somebody_does_not_call_the_database_away(monkeypatch, method):
    monkeypatch.setattr("generation.web.people.account.ProfileForm", wait_in_vain)

    answer = getattr(client_of(make_user()), method)("/account/", {"email": "ana@shop.example"})

    assert answer.status_code == 503
    assert "Somebody else is changing this just now" in text_of(answer)
    assert "database" not in text_of(answer)


@pytest.mark.django_db
def test_a_forged_form_is_refused_in_words():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user())

    answer = browser.post("/account/", {"email": ""})

    assert answer.status_code == 403
    assert "This page was too old to send from" in text_of(answer)


def test_a_request_that_cannot_be_read_is_refused_in_words():
    browser = Client(raise_request_exception=False)

    answer = browser.get("/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert "This request cannot be read" in text_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/account/", 400), ("/nothing-here/", 404)])
def test_a_form_in_another_encoding_is_refused_in_words(address, status):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.get("/sign-in/")  # for the cookie of the forms
    browser.force_login(make_user())

    answer = browser.post(address, "email=a", content_type="application/x-www-form-urlencoded; charset=utf-7")

    assert answer.status_code == status
    assert "This request cannot be read" in text_of(answer) or status == 404


def test_the_page_for_offline_belongs_to_nobody():
    answer = Client().get(reverse("offline"))

    assert answer.status_code == 200
    assert "You are offline" in text_of(answer)
    assert "Generation goes on without this page." in text_of(answer)
    assert "csrf" not in answer.content.decode()
    assert "Set-Cookie" not in answer.headers


def test_a_bare_page_loads_nothing_but_its_looks():
    page = Client().get(reverse("offline")).content.decode()

    assert re.findall(r"<script|style=| on\w+=", page) == []
    assert all(href.startswith("/") or not href for href in re.findall(r'href="([^"]*)"', page))


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (NotAllowedError("job_open", "It runs already."), "It runs already."),
        (NotAllowedError("not_written_yet", "This task was never"), "This part was never finished."),
        (IllegalMoveError("job", "completed", "running"), "That is no longer possible"),
        (InvalidRequestError({"brief.name": "A name is needed."}), "A name is needed."),
    ],
)
def test_what_the_engine_refuses_is_said_on_the_next_page(refusal, sentence):
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)

    with refusals_as_messages(request):
        raise refusal

    (message,) = messages.get_messages(request)
    assert sentence in str(message)


def test_what_waited_in_vain_for_somebody_is_said_on_the_next_page():
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)

    with refusals_as_messages(request):
        wait_in_vain()

    (message,) = messages.get_messages(request)
    assert "Somebody else" in str(message)


def test_a_database_that_is_away_is_no_refusal():
    with pytest.raises(OperationalError), refusals_as_messages(RequestFactory().post("/")):
        raise OperationalError("connection refused")


@pytest.mark.django_db
def test_what_was_deleted_meanwhile_is_not_there_and_is_written_down_with_where(monkeypatch, caplog):
    user = make_user()
    job = start_running(make_funnel(user))
    monkeypatch.setattr("generation.engine.verbs.jobs.cancel_job", lambda _: Funnel.objects.get(pk=job.pk))

    answer = client_of(user).post(f"/jobs/{job.pk}/cancel/")

    assert answer.status_code == 404
    assert "A page was about what was deleted meanwhile" in caplog.text
    assert "'exc_info': " in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "says"), [("get", "tries again by itself"), ("post", "send it again if it is still needed")]
)
def test_what_there_may_be_one_of_written_twice_is_a_conflict_and_written_down(
    monkeypatch, caplog, method, says
):
    user = make_user()
    browser = client_of(user)

    double = partial(write_twice, Preferences, user=user)
    monkeypatch.setattr("generation.web.people.account.ProfileForm", lambda *_, **__: double())

    answer = getattr(browser, method)("/account/", {"email": "ana@shop.example"})

    assert answer.status_code == 409
    assert "Somebody was quicker" in text_of(answer)
    assert says in text_of(answer)
    assert "A page wrote what there may be one of, and there was one" in caplog.text
    assert "'exc_info': " in caplog.text


@pytest.mark.django_db
def test_what_the_engine_writes_twice_is_no_conflict_of_who_asks_for_a_page(monkeypatch, caplog):
    double = partial(write_twice, ProviderIncident, provider="demo", opened_at=timezone.now())
    monkeypatch.setattr("generation.web.people.account.ProfileForm", lambda *_, **__: double())

    answer = client_of(make_user()).get("/account/")

    assert answer.status_code == 503
    assert "Somebody else is changing this just now" in text_of(answer)
    assert "A page wrote what there may be one of, and there was one" in caplog.text
    assert "'exc_info': " in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_not_there_says_so_after_the_database_ended_the_connection_of_its_thread():
    request = RequestFactory().get("/nothing/here/")
    request.user = make_user("ana")
    answers = []

    def ask_after_the_end() -> None:
        connection.ensure_connection()
        _end(connection.connection.get_backend_pid())
        answers.append(page_not_found(request, Http404()).status_code)

    thread, raised = in_thread(ask_after_the_end)
    thread.join()

    assert (answers, raised) == ([404], [])


def _end(pid: int) -> None:
    """End somebody's connection, as a database that starts again does."""

    def terminate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    thread, _ = in_thread(terminate)
    thread.join()
