"""Messages that go out by themselves."""

from generation.exports.sequence import messages_of
from tests.support.exported import small_content
from tests.support.launched import launch_content


def test_messages_come_in_the_order_they_go_out_with_their_time_and_reason():
    email, message = messages_of(launch_content())

    assert (email.is_email, email.send, email.why) == (
        True,
        "1 hour after the event",
        "Those who came decide now",
    )
    assert (email.mail.position, email.mail.subject) == (1, "Your notes are here")
    assert (message.is_email, message.send) == (False, "Day 2, 09:00")
    assert message.mail.text == "The replay is up: https://harbourdesk.example/workshop"


def test_emails_of_a_funnel_are_no_sequence():
    assert messages_of(small_content()) == ()
