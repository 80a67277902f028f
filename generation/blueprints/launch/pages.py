"""The six pages of a launch. Each begins at its hero, whose title is the page's, and has one action."""

from collections.abc import Iterator

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch.pieces import Launch, piece

PROOF_SLOT = "Proof slot:"
"""How a place begins that its owner fills with proof; it stays English, like the names of lines."""


def enrolment(launch: Launch) -> Iterator[SectionSpec]:
    """Where the offer is bought."""
    offer = launch.offer
    yield _hero("enrolment", "Enrolment page", offer.url, include=(offer.name,))
    yield piece("enrolment_promise", "block", "Promise", words=(80, 180))
    yield piece("enrolment_method", "block", "How it works", words=(80, 180))
    yield piece("enrolment_proof", "block", "Proof", words=(60, 150), marks=("quote",), include=(PROOF_SLOT,))
    yield piece(
        "enrolment_stack",
        "block",
        "What you get",
        words=(70, 260),
        marks=("table",),
        include=(offer.name, offer.price, *launch.inputs.bonuses),
    )
    yield piece("enrolment_fit", "block", "Who it is for, and who not", words=(70, 170))
    yield piece("enrolment_faq", "faq", "Questions and answers", words=(180, 400), questions=5)
    yield _closing("enrolment", offer.url, include=(offer.name, offer.price))


def thank_you(launch: Launch) -> Iterator[SectionSpec]:
    """What a buyer sees first."""
    url = launch.inputs.access_url or launch.offer.url
    yield _hero("thank_you", "Thank-you page", url, include=(launch.offer.name,))
    yield piece("thank_you_begin", "block", "Where to begin", words=(60, 150))
    yield piece("thank_you_faq", "faq", "First questions", words=(80, 200), questions=3)
    yield _closing("thank_you", url)


def watch(launch: Launch) -> Iterator[SectionSpec]:
    """Where the event is seen, and what it leads to."""
    offer = launch.offer
    yield _hero("watch", "Watch page", offer.url, include=(launch.inputs.event,))
    yield piece("watch_course", "block", "What you will see", words=(70, 170))
    yield piece(
        "watch_offer", "block", "What comes after", words=(60, 150), include=(offer.name, offer.price)
    )
    yield piece("watch_faq", "faq", "Questions while you watch", words=(100, 240), questions=3)
    yield _closing("watch", offer.url, include=(offer.name,))


def replay(launch: Launch) -> Iterator[SectionSpec]:
    """The same for those who come later."""
    offer = launch.offer
    yield _hero("replay", "Replay page", offer.url, include=(launch.inputs.event,))
    yield piece("replay_moments", "block", "What to look for", words=(70, 170))
    yield piece("replay_offer", "block", "If it helped", words=(60, 150), include=(offer.name, offer.price))
    yield piece("replay_faq", "faq", "Questions that came up", words=(100, 240), questions=3)
    yield _closing("replay", offer.url, include=(offer.name,))


def registration(launch: Launch) -> Iterator[SectionSpec]:
    """Where people say that they will come."""
    inputs = launch.inputs
    yield _hero(
        "registration", "Registration page", inputs.registration_url, include=(inputs.event, inputs.date)
    )
    yield piece("registration_gains", "block", "What you take away", words=(70, 170))
    yield piece("registration_host", "block", "Who speaks", words=(50, 130))
    yield piece("registration_faq", "faq", "Before you register", words=(100, 240), questions=3)
    yield _closing("registration", inputs.registration_url)


def confirmation(launch: Launch) -> Iterator[SectionSpec]:
    """What somebody sees who has registered."""
    inputs = launch.inputs
    yield _hero("confirmation", "Confirmation page", inputs.watch_url, include=(inputs.event, inputs.date))
    yield piece("confirmation_prepare", "block", "Before we meet", words=(60, 150))
    yield piece("confirmation_faq", "faq", "Good to know", words=(80, 200), questions=3)
    yield _closing("confirmation", inputs.watch_url)


def _hero(page: str, title: str, url: str, *, include: tuple[str | None, ...] = ()) -> SectionSpec:
    return piece(f"{page}_hero", "hero", title, words=(0, 70), include=(*include, url), button=True)


def _closing(page: str, url: str, *, include: tuple[str | None, ...] = ()) -> SectionSpec:
    return piece(
        f"{page}_cta",
        "block",
        "Call to action",
        words=(40, 120),
        include=(*include, url),
        button=True,
        role="cta",
    )
