"""The messages that follow somebody from the registration to a week after the event."""

from collections.abc import Iterator
from dataclasses import dataclass

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch.pieces import Launch, piece

_SHORT_MESSAGE = 320  # characters: two text messages
_ROOM_FOR_WORDS = 240  # beside an address, in a short message


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: when it is sent, and what for. It links to the event, or to the offer where it `sells`."""

    key: str
    title: str
    when: str
    does: str
    is_short: bool = False
    sells: bool = False


MESSAGES = (
    Message(
        key="email_1",
        title="Email 1, the seat",
        when="at once after the registration",
        does="confirms it, with the link first, then the date where there is one, and one thing to bring",
    ),
    Message(
        key="email_2",
        title="Email 2, the day before",
        when="1 day before the event, 09:00",
        does="gives a reason to come that is worth something by itself: a first step to try before",
    ),
    Message(
        key="short_1",
        title="Short message 1, the reminder",
        when="1 hour before the event",
        does="says that it begins in an hour and where",
        is_short=True,
    ),
    Message(
        key="email_3",
        title="Email 3, the replay",
        when="2 hours after the event",
        does="thanks those who came, gives the replay to those who did not, and the one idea to keep",
    ),
    Message(
        key="email_4",
        title="Email 4, the method",
        when="day 1 after the event, 09:00",
        does="goes through the method once more in short, as an example, and names the offer with its price",
        sells=True,
    ),
    Message(
        key="short_2",
        title="Short message 2, the replay",
        when="day 1 after the event, 18:00",
        does="reminds of the replay, with the part to begin with",
        is_short=True,
    ),
    Message(
        key="email_5",
        title="Email 5, the doubts",
        when="day 2 after the event, 09:00",
        does="takes the strongest objection of the profile and answers it honestly",
        sells=True,
    ),
    Message(
        key="email_6",
        title="Email 6, the fit",
        when="day 4 after the event, 09:00",
        does="says for whom it is, for whom it is not, and what to do in either case",
        sells=True,
    ),
    Message(
        key="short_3",
        title="Short message 3, the question",
        when="day 5 after the event, 12:00",
        does="asks what still stands in the way, and can be answered",
        is_short=True,
        sells=True,
    ),
    Message(
        key="email_7",
        title="Email 7, the last word",
        when="day 7 after the event, 09:00",
        does="says that this is the last of these mails, sums up in three lines, and leaves the link",
        sells=True,
    ),
)


def follow_up(launch: Launch) -> Iterator[SectionSpec]:
    """All of them, in the order in which they go out."""
    for message in MESSAGES:
        yield _short(message, launch) if message.is_short else _email(message, launch)


def _email(message: Message, launch: Launch) -> SectionSpec:
    offered = (launch.offer.name, launch.offer.price) if message.key == "email_4" else ()
    include = (*offered, _link(message, launch))
    return piece(message.key, "timed_email", message.title, words=(90, 250), include=include)


def _short(message: Message, launch: Launch) -> SectionSpec:
    url = _link(message, launch)
    return piece(
        message.key,
        "short_message",
        message.title,
        words=(15, 45),
        include=(url,),
        max_chars=max(_SHORT_MESSAGE, len(url) + _ROOM_FOR_WORDS),
    )


def _link(message: Message, launch: Launch) -> str:
    return launch.offer.url if message.sells else launch.inputs.watch_url
