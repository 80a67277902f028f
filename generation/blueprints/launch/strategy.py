"""What is settled before anything is shown: whom the launch speaks to, what it offers, and the deck."""

from collections.abc import Iterator

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch.pieces import Launch, piece


def marketing_profile(launch: Launch) -> Iterator[SectionSpec]:
    """Who is spoken to, and how."""
    yield piece("reader", "prose", "The reader", words=(90, 200))
    yield piece("situation", "prose", "The situation", words=(90, 200))
    yield piece("wish", "prose", "What they wish for", words=(70, 160))
    yield piece("objections", "prose", "Objections", words=(120, 260))
    yield piece("voice", "prose", "Voice", words=(80, 180))
    yield piece("angle", "prose", "The angle", words=(80, 180))


def offer(launch: Launch) -> Iterator[SectionSpec]:
    """What is sold, and every reason there is to buy it or to leave it."""
    bonuses = launch.inputs.bonuses
    yield piece("problem", "prose", "The problem", words=(80, 180), include=(launch.offer.name,))
    yield piece("mechanism", "prose", "The mechanism", words=(100, 220))
    yield piece("deliverables", "prose", "Deliverables", words=(90, 220), include=(launch.offer.name,))
    yield piece(
        "bonuses", "prose", "Bonuses" if bonuses else "Bonuses to consider", words=(60, 200), include=bonuses
    )
    yield piece("price", "prose", "Price", words=(60, 150), include=(launch.offer.name, launch.offer.price))
    yield piece("objection_answers", "prose", "Answers to objections", words=(150, 320))


def deck(launch: Launch) -> Iterator[SectionSpec]:
    """One slide after another. Thirty of them come to some 3,500 words, well within the usual token limit."""
    last = launch.inputs.slides
    offered = launch.offer.name, launch.offer.price, launch.offer.url
    for number in range(1, last + 1):
        include = {1: (launch.inputs.event,), last: offered}.get(number, ())
        yield piece(f"slide_{number}", "slide", f"Slide {number}", words=(0, 40), include=include)
