"""The documents a person can choose from. A new one is an entry here and a prompt of its key's name."""

from dataclasses import dataclass

from generation.blueprints.base import Mark


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A section of a document, with its range of words. One with `questions` is a list of that many.

    The publisher's name stands in one that is `signed`, the project's, where there is one, in one that
    `names_project`.
    """

    key: str
    title: str
    words: tuple[int, int]
    marks: tuple[Mark, ...] = ()
    questions: int | None = None
    signed: bool = False
    names_project: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document of the catalogue: `about` says in one line what it is, `reads` which other ones it builds
    on where they were chosen too, all of them earlier in the catalogue."""

    key: str
    title: str
    about: str
    chapters: tuple[Chapter, ...]
    reads: tuple[str, ...] = ()


def _opening(*words: int) -> Chapter:
    """Return what every document begins with: all that a busy reader needs."""
    fewest, most = words or (60, 120)
    return Chapter(key="summary", title="Summary", words=(fewest, most), signed=True, names_project=True)


def _closing(title: str = "Sources and assumptions") -> Chapter:
    """Return what every document ends with: where its facts come from, and what is assumed."""
    return Chapter(key="sources", title=title, words=(50, 160))


CATALOGUE: tuple[Document, ...] = (
    Document(
        key="company_profile",
        title="Company profile",
        about="Who the publisher is, what it offers and how it works, for partners, press and newcomers.",
        chapters=(
            _opening(),
            Chapter(key="background", title="Background", words=(80, 180), signed=True),
            Chapter(key="offer", title="What it offers", words=(90, 200)),
            Chapter(key="audience", title="Whom it serves", words=(80, 180)),
            Chapter(key="ways", title="How it works", words=(90, 200)),
            Chapter(key="direction", title="Where it is heading", words=(70, 160)),
            _closing(),
        ),
    ),
    Document(
        key="value_proposition",
        title="Value proposition",
        about="Why the right customer should choose this over anything else they could do.",
        chapters=(
            _opening(),
            Chapter(key="problem", title="The problem it solves", words=(90, 200)),
            Chapter(key="change", title="What changes for the customer", words=(90, 200)),
            Chapter(key="reasons", title="Reasons to believe it", words=(80, 190)),
            Chapter(key="alternatives", title="Compared with the alternatives", words=(90, 200)),
            Chapter(key="statement", title="The proposition in words to use", words=(50, 140), signed=True),
            _closing(),
        ),
    ),
    Document(
        key="market_analysis",
        title="Market analysis",
        about="Where the demand comes from, how far it reaches, and what could change it.",
        chapters=(
            _opening(),
            Chapter(key="boundary", title="The market and where it ends", words=(80, 180)),
            Chapter(key="demand", title="Who wants it, and why", words=(90, 200)),
            Chapter(key="forces", title="What could change demand", words=(90, 200)),
            Chapter(key="openings", title="Openings", words=(80, 190)),
            Chapter(key="risks", title="Risks and open questions", words=(80, 190)),
            _closing(),
        ),
    ),
    Document(
        key="competitor_brief",
        title="Competitor brief",
        about="What people use instead today, how it compares, and where there is room to stand apart.",
        chapters=(
            _opening(),
            Chapter(key="field", title="What people use instead", words=(90, 200)),
            Chapter(key="comparison", title="Side by side", words=(90, 220), marks=("table",)),
            Chapter(key="strengths", title="Where the others are better", words=(80, 180)),
            Chapter(key="position", title="Where we stand apart", words=(80, 190), signed=True),
            Chapter(key="watch", title="What to watch", words=(70, 160)),
            _closing(),
        ),
    ),
    Document(
        key="ideal_customer_profile",
        title="Ideal customer profile",
        about="The customer worth looking for: who they are, what moves them, and who is not meant.",
        chapters=(
            _opening(),
            Chapter(key="portrait", title="Who they are", words=(80, 190)),
            Chapter(key="day", title="A day of theirs", words=(90, 200)),
            Chapter(key="troubles", title="What troubles them", words=(80, 190)),
            Chapter(key="triggers", title="What makes them act", words=(80, 180)),
            Chapter(key="misfits", title="Who is not a fit", words=(60, 150)),
            _closing(),
        ),
    ),
    Document(
        key="brand_guidelines",
        title="Brand guidelines",
        about="How the publisher sounds and what it never says, for everybody who writes in its name.",
        chapters=(
            _opening(),
            Chapter(key="essence", title="What the brand stands for", words=(80, 180), signed=True),
            Chapter(key="voice", title="Voice and tone", words=(90, 200)),
            Chapter(key="words", title="Words to use and to leave", words=(80, 200), marks=("table",)),
            Chapter(key="names", title="Names and how they are written", words=(60, 150), signed=True),
            Chapter(key="test", title="The test before publishing", words=(70, 180), marks=("checkbox",)),
            _closing(),
        ),
    ),
    Document(
        key="product_one_pager",
        title="Product one-pager",
        about="The offer on one page, for somebody who will give it two minutes.",
        chapters=(
            _opening(50, 100),
            Chapter(key="problem", title="The problem", words=(60, 130)),
            Chapter(key="product", title="What it is", words=(70, 150), names_project=True),
            Chapter(key="gains", title="What the buyer can do", words=(70, 150)),
            Chapter(key="facts", title="At a glance", words=(50, 130), marks=("table",)),
            Chapter(key="step", title="The next step", words=(40, 100), signed=True),
            _closing(),
        ),
        reads=("value_proposition",),
    ),
    Document(
        key="sales_deck_outline",
        title="Sales deck outline",
        about="What each slide of a sales talk shows, what is said to it, and why in this order.",
        chapters=(
            _opening(),
            Chapter(key="opening", title="Slides 1 to 3: the opening", words=(80, 190)),
            Chapter(key="problem", title="Slides 4 to 6: the problem", words=(80, 190)),
            Chapter(key="answer", title="Slides 7 to 9: the answer", words=(80, 190)),
            Chapter(key="evidence", title="Slides 10 and 11: the evidence", words=(70, 170)),
            Chapter(key="close", title="Slide 12: the close", words=(70, 170), signed=True),
            _closing(),
        ),
        reads=("value_proposition",),
    ),
    Document(
        key="press_release",
        title="Press release",
        about="The news in the form an editor can print, with nothing in it that has to be taken on trust.",
        chapters=(
            _opening(),
            Chapter(key="announcement", title="The announcement", words=(90, 200), signed=True),
            Chapter(key="details", title="What is new", words=(80, 190)),
            Chapter(key="meaning", title="Why it matters to readers", words=(80, 190)),
            Chapter(key="publisher", title="About the publisher", words=(50, 120), signed=True),
            _closing("Notes for editors"),
        ),
    ),
    Document(
        key="faq",
        title="FAQ",
        about="The questions people ask before they buy and once they have begun, answered plainly.",
        chapters=(
            _opening(),
            Chapter(key="before", title="Before buying", words=(200, 420), questions=5),
            Chapter(key="using", title="Once it is in use", words=(200, 420), questions=5),
            _closing(),
        ),
    ),
    Document(
        key="case_study_outline",
        title="Case study outline",
        about="The plan for one customer's story: whom to ask, what to ask, and what has to be shown.",
        chapters=(
            _opening(),
            Chapter(key="customer", title="The customer to look for", words=(80, 180)),
            Chapter(key="before", title="The situation before", words=(80, 190)),
            Chapter(key="work", title="What was done", words=(80, 190)),
            Chapter(key="result", title="The result, and how it is measured", words=(80, 190)),
            Chapter(key="interview", title="Questions for the interview", words=(80, 200)),
            _closing("What is known and what is not"),
        ),
    ),
    Document(
        key="ninety_day_plan",
        title="90-day plan",
        about="What to do in the next three months, in an order that can be kept, with dates to look back.",
        chapters=(
            _opening(),
            Chapter(key="aims", title="What the ninety days are for", words=(80, 180)),
            Chapter(key="first", title="Days 1 to 30", words=(90, 210), marks=("checkbox",)),
            Chapter(key="second", title="Days 31 to 60", words=(90, 210), marks=("checkbox",)),
            Chapter(key="third", title="Days 61 to 90", words=(90, 210), marks=("checkbox",)),
            Chapter(key="risks", title="What could go wrong", words=(70, 160)),
            _closing("What the plan assumes"),
        ),
    ),
)

TITLES = {document.key: document.title for document in CATALOGUE}
