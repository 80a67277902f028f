"""Messages posted to addresses that people gave: how they end, and where they never go."""

import socket
import ssl
import threading

import pytest

from generation.engine.outbox.posting import PostError, SilenceError, post
from generation.outward.fetching import FetchError, fetch
from tests.support.receiver import CERTIFICATE, Receiver, drip, flood, hang_up, redirect, status

HOST = "hooks.example"
UNREACHED = "It could not be reached from here"


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def nothing_said():
    """A name server that says nothing, until its test has ended."""
    has_ended = threading.Event()

    def say_nothing(host, port):
        has_ended.wait(30)
        return []

    yield say_nothing
    has_ended.set()


def post_to(url, **options):
    return post(url, b"{}", {"Content-Type": "application/json"}, **{"to_private": True, **options})


def at_home(host, port):
    """Say of every name that it is this machine."""
    return ["127.0.0.1"]


def test_a_message_is_posted_as_it_is(receiver):
    reply = post_to(receiver.url)

    (posted,) = receiver.posted
    assert (reply.status, posted.path, posted.body) == (200, "/hook", b"{}")
    assert posted.headers["content-type"] == "application/json"


def test_the_wait_that_is_asked_for_is_told(receiver):
    receiver.answers.append(status(503, Retry_After="90"))

    assert post_to(receiver.url).retry_after == 90


def test_a_redirect_is_not_followed(receiver):
    with Receiver() as inner:
        receiver.answers.append(redirect(inner.url))

        assert post_to(receiver.url).status == 302

        assert inner.connections == 0


def test_nobody_there_is_said_so():
    with Receiver() as gone:
        url = gone.url

    with pytest.raises(SilenceError, match=UNREACHED):
        post_to(url)


def test_who_hangs_up_has_not_answered(receiver):
    receiver.answers.append(hang_up)

    with pytest.raises(PostError, match="The connection broke off"):
        post_to(receiver.url)


def test_what_is_no_http_is_no_answer(receiver):
    receiver.answers.append(lambda handler: handler.wfile.write(b"220 smtp.example ESMTP\r\n"))

    with pytest.raises(PostError, match="The connection broke off"):
        post_to(receiver.url)


def test_an_answer_that_drips_in_is_waited_for_no_longer_than_any_other(receiver):
    """Each read brings something, so that a limit to every read would never be reached."""
    receiver.answers.extend([drip] * 8)

    seconds = 0.3
    while not receiver.posted:  # a busy machine may take longer than that to come there
        with pytest.raises(SilenceError, match=rf"There was no answer within {seconds:g} s\."):
            post_to(receiver.url, seconds=seconds)
        seconds *= 2

    assert receiver.hung_up.wait(30)


def test_a_name_server_that_says_nothing_is_waited_for_no_longer_either(nothing_said):
    with pytest.raises(PostError, match=UNREACHED) as unknown:
        post_to(f"http://{HOST}/", seconds=0.1, resolve=nothing_said)

    assert unknown.value.detail == "No name server said in time where hooks.example is."


def test_a_name_server_that_holds_up_pages_holds_up_no_message(receiver, nothing_said):
    for _ in range(8):
        with pytest.raises(FetchError):
            fetch(f"http://{HOST}/", seconds=0.02, resolve=nothing_said)

    assert post_to(receiver.url_at(HOST), resolve=at_home).status == 200


def test_the_body_of_an_answer_is_not_read(receiver):
    receiver.answers.append(flood)

    assert post_to(receiver.url).status == 200
    assert receiver.hung_up.wait(30)


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]]
)
def test_a_name_that_leads_inward_is_never_connected_to(receiver, addresses):
    with pytest.raises(PostError, match=UNREACHED) as refused:
        post_to(receiver.url_at(HOST), to_private=False, resolve=lambda host, port: addresses)

    assert refused.value.detail == "hooks.example leads into a private network, where nothing is sent."
    assert receiver.connections == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_never_connected_to_however_it_is_written(receiver, host):
    with pytest.raises(PostError, match=UNREACHED):
        post_to(receiver.url_at(host), to_private=False)

    assert receiver.connections == 0


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(receiver):
    """A name server that answers otherwise the second time is not asked a second time."""
    asked = []

    def look_up_once(host, port):
        asked.append((host, port))
        return ["127.0.0.1"]

    post_to(receiver.url_at(HOST), resolve=look_up_once)

    assert asked == [(HOST, receiver.port)]
    assert receiver.posted[0].headers["host"] == f"{HOST}:{receiver.port}"


@pytest.mark.parametrize("addresses", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"]])
def test_of_the_addresses_of_a_name_one_where_somebody_is_will_do(receiver, addresses):
    reply = post_to(receiver.url_at(HOST), resolve=lambda host, port: addresses)

    assert reply.status == 200


def test_a_name_that_nobody_has_is_said_so():
    def not_found(host, port):
        raise socket.gaierror

    with pytest.raises(PostError, match=UNREACHED) as unknown:
        post_to(f"http://{HOST}/", resolve=not_found)
    assert unknown.value.detail == "There is no hooks.example to be found."


def test_what_is_said_tells_nobody_which_names_there_are(nothing_said):
    """Else whoever may add a webhook could ask for the names of our network one by one."""

    def said(url, **options):
        with pytest.raises(PostError) as refused:
            post_to(url, **options)
        return str(refused.value)

    unknown = said(f"http://{HOST}/", resolve=lambda host, port: [])
    unsaid = said(f"http://{HOST}/", resolve=nothing_said, seconds=0.1)
    inward = said(f"http://{HOST}/", resolve=at_home, to_private=False)
    with Receiver() as gone:
        nobody_there = gone.url

    assert unknown == unsaid == inward == said(nobody_there)


def test_a_certificate_is_asked_for_by_the_name_and_must_be_its():
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    with Receiver(tls=True) as receiver:
        reply = post_to(receiver.url_at(HOST), resolve=at_home, trusting=trusting)
        with pytest.raises(PostError, match="No secure connection"):
            post_to(receiver.url_at("other.example"), resolve=at_home, trusting=trusting)

    assert reply.status == 200
    assert receiver.names == [HOST, "other.example"]
    assert len(receiver.posted) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted():
    with Receiver(tls=True) as receiver, pytest.raises(PostError, match="No secure connection"):
        post_to(receiver.url_at(HOST), resolve=at_home)

    assert receiver.posted == []
