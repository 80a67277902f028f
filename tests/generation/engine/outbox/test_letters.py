"""The e-mail that tells how a run ended, handed to a real mail server."""

import socket
from uuid import uuid4

import pytest
from django.urls import reverse

from generation.engine.outbox.overtaken import OVERTAKEN
from generation.engine.verbs.jobs import resume_job
from generation.models import Delivery, Preferences
from generation.states import Channel, DeliveryStatus
from tests.support.deliveries import ended_job, next_try
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import complete, start_running
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "ana@shop.example"
FACTS = {
    "name": "Focus Funnel",
    "progress": {"completed": 14, "total": 14},
    "error": None,
    "url": "http://localhost:8000/funnels/1/",
}


@pytest.fixture
def ana():
    ana = make_user(email=ADDRESS)
    Preferences.objects.create(user=ana, mail_when_ready=True, mail_when_failed=True)
    return ana


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def text_of(letter):
    """Return what a reader of plain text sees."""
    return letter.get_body(("plain",)).get_content()


def html_of(letter):
    return letter.get_body(("html",)).get_content()


def good_news(ana, about="job.completed", **facts):
    return Delivery.objects.create(
        user=ana,
        channel=Channel.EMAIL,
        about=about,
        payload=FACTS | facts,
        next_try_at=ana.date_joined,
    )


def test_good_news_says_so_in_its_subject_and_leads_to_the_funnel(ana, mail_server, settings):
    delivery = next_try(good_news(ana))

    (letter,) = mail_server.letters
    choices = f"{settings.ENV.public_url}/account/notifications/"
    assert delivery.status == DeliveryStatus.SENT
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "Focus Funnel is ready")
    assert letter["List-Unsubscribe"] == f"<{choices}>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert text_of(letter).split("\r\n\r\n") == [
        "Focus Funnel is ready: 14 of 14 parts are written.",
        f"That was on {delivery.created_at:%-d %B %Y at %H:%M} UTC.",
        f"Read it: {FACTS['url']}",
        f"You chose to be told. Choose otherwise: {choices}\r\n",
    ]


def test_bad_news_says_what_is_kept_and_why_it_stopped(ana, mail_server):
    ended_job(make_funnel(ana, name="Focus Funnel"))

    next_try(Delivery.objects.get())

    (letter,) = mail_server.letters
    assert letter["Subject"] == "Focus Funnel stopped: 0 of 14 parts are done"
    assert "0 of 14 parts are done, and they are kept." in text_of(letter)
    assert "Lead magnet, part 1: The AI service said no." in text_of(letter)


def test_the_end_of_a_batch_is_counted_and_names_what_failed(ana, mail_server):
    failed = [{"name": f"Funnel {n}", "error": {"code": "x", "message": "It took too long."}} for n in (1, 2)]
    jobs = {"total": 500, "completed": 485, "failed": 12, "cancelled": 0}

    facts = {"batch": str(uuid4()), "ended_at": "2026-11-26T10:04:43.394137+00:00"}
    facts |= {"name": "Spring", "jobs": jobs, "failed": failed}
    next_try(good_news(ana, about="batch.ended", **facts))

    (letter,) = mail_server.letters
    assert letter["Subject"] == "Spring has ended: 485 ready, 12 failed"
    said = text_of(letter).replace("\r\n", "\n")
    assert "- Funnel 1: It took too long.\n- Funnel 2: It took too long.\n- and 10 more\n" in said
    assert f"See the batch: {FACTS['url']}" in said


def test_a_letter_says_the_same_as_html_whatever_a_name_holds(ana, mail_server):
    next_try(good_news(ana, name="Tea & <b>Co</b>"))

    (letter,) = mail_server.letters
    assert letter.get_content_type() == "multipart/alternative"
    assert "Tea & <b>Co</b> is ready: 14 of 14" in text_of(letter)
    assert "Tea &amp; &lt;b&gt;Co&lt;/b&gt; is ready: 14 of 14" in html_of(letter)
    assert f'<a href="{FACTS["url"]}"' in html_of(letter)


def test_staff_read_what_is_wrong_with_a_provider(ana, mail_server, settings):
    type(ana).objects.update(is_staff=True)
    stop_by_incident(start_running(make_funnel(make_user("bea"))))

    next_try(Delivery.objects.get())

    (letter,) = mail_server.letters
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "The AI service refuses our key")
    assert "Nobody calls Anthropic until that is mended" in text_of(letter)
    assert f"{settings.ENV.public_url}{reverse('queue')}" in text_of(letter)


def test_a_name_cannot_add_to_the_letters_head(ana, mail_server):
    next_try(good_news(ana, name="Focus\r\nBcc: eve@evil.example\r\n\r\nHi"))

    (letter,) = mail_server.letters
    assert letter["Subject"] == "Focus Bcc: eve@evil.example Hi is ready"
    assert letter["Bcc"] is None


def test_a_name_in_any_letters_arrives_as_it_is(ana, mail_server):
    next_try(good_news(ana, name="Más calma \U0001f600"))

    assert mail_server.letters[0]["Subject"] == "Más calma \U0001f600 is ready"
    assert "Más calma \U0001f600 is ready: 14" in text_of(mail_server.letters[0])


def test_a_server_that_is_busy_is_tried_again_under_the_same_name(ana, mail_server):
    mail_server.replies.append("451 Later")
    delivery = good_news(ana)

    refusal = next_try(delivery).error
    sent = next_try(delivery)

    assert (refusal, sent.status) == ("The mail server did not take the message.", DeliveryStatus.SENT)
    (letter,) = mail_server.letters
    assert letter["Message-ID"].startswith(f"<{delivery.pk}@")


def test_a_letter_that_was_taken_is_told_whatever_the_server_says_in_parting(ana, mail_server):
    mail_server.farewell = f"221 {'x' * 9000}"  # longer than the library reads

    assert next_try(good_news(ana)).status == DeliveryStatus.SENT


def test_a_server_that_is_down_is_tried_again(ana, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port

    waiting, delivery = good_news(ana), next_try(good_news(ana))

    assert (delivery.status, delivery.error) == (DeliveryStatus.DUE, "The mail server could not be reached.")
    waiting.refresh_from_db()
    assert (waiting.tries, waiting.error) == (1, delivery.error)


def test_a_server_that_says_nothing_is_waited_for_once_for_all_letters(ana, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.1
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        waiting, delivery = good_news(ana), next_try(good_news(ana))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.tries, waiting.error) == (DeliveryStatus.DUE, 1, delivery.error)


def test_staff_read_what_broke_a_letter_and_its_owner_does_not(ana, mail_server):
    delivery = next_try(good_news(ana, progress={}))

    assert delivery.error == "Something went wrong on our side."
    assert delivery.detail == "KeyError: 'completed'"


@pytest.mark.parametrize(
    ("reply", "status"), [("450 Later", DeliveryStatus.DUE), ("550 Nobody here", DeliveryStatus.FAILED)]
)
def test_an_address_that_is_refused_for_good_is_not_tried_again(ana, mail_server, reply, status):
    mail_server.recipient_replies.append(reply)

    delivery = next_try(good_news(ana))

    assert delivery.status == status
    assert delivery.error == "The mail server does not deliver to this address."


def test_the_address_is_the_one_the_person_has_now(ana, mail_server):
    delivery = good_news(ana)
    type(ana).objects.update(email="ana@home.example")

    next_try(delivery)

    assert mail_server.letters[0]["To"] == "ana@home.example"


def test_a_letter_of_a_run_that_was_followed_by_another_is_overtaken(ana, mail_server):
    job = ended_job(make_funnel(ana))
    resume_job(job)

    late = next_try(Delivery.objects.get())
    complete(job)
    newer = next_try(Delivery.objects.get(run=2))

    assert (late.status, late.error) == (DeliveryStatus.FAILED, OVERTAKEN)
    assert (newer.status, len(mail_server.letters)) == (DeliveryStatus.SENT, 1)


def test_who_has_no_address_any_more_gets_no_letter(ana, mail_server):
    delivery = good_news(ana)
    type(ana).objects.update(email="")

    assert next_try(delivery).status == DeliveryStatus.FAILED
    assert mail_server.letters == []
