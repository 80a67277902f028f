"""What a run reads besides its brief: the request, a catalogue, a page."""

import threading
from dataclasses import replace

import pytest

from generation.blueprints.base import Source, SourceError
from generation.outward.fetching import Page
from generation.pipeline import run_pipeline
from generation.pipeline.context import gather
from generation.sources import Catalogue, Given, WebPage
from generation.sources.catalogue import MOST_PRODUCTS
from generation.sources.web import MOST_CHARACTERS, words_of
from tests.support.blueprints import make_section, make_task
from tests.support.drafts import FakeTools, make_draft
from tests.support.receiver import Receiver, page, redirect

CATALOGUE = 'name,price,stock\n"Pan, large",39.00,12\nLid,,3\n'


@pytest.fixture
def in_private_networks(settings):
    settings.ENV = settings.ENV.__class__(**{**vars(settings.ENV), "sources_in_private_networks": True})


@pytest.mark.parametrize("source", [Given("data"), Catalogue("data"), WebPage("data")])
@pytest.mark.parametrize("inputs", [{}, {"data": ""}, {"data": None}])
def test_a_field_that_nobody_filled_says_nothing(source, inputs):
    assert source(inputs) == ""


def test_what_was_given_is_told_as_it_is():
    assert Given("data")({"data": "  1,000 searches a month. "}) == "1,000 searches a month."
    assert Given("data")({"data": {"searches": 1000}}) == '{\n "searches": 1000\n}'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_catalogue_is_told_a_line_a_product(delimiter):
    text = CATALOGUE.replace("Pan, large", "Pan").replace(",", delimiter)

    assert Catalogue("data")({"data": f"\ufeff{text}"}) == (
        "2 products:\n- name: Pan; price: 39.00; stock: 12\n- name: Lid; stock: 3"
    )


def test_of_a_long_catalogue_the_first_are_told_and_the_rest_counted():
    rows = "".join(f"Pan {number},1\n" for number in range(MOST_PRODUCTS + 5))

    told = Catalogue("data")({"data": f"name,price\n{rows}"}).split("\n")

    assert (told[0], told[-1]) == ("65 products:", "5 more are not listed here.")
    assert len(told) == MOST_PRODUCTS + 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("just a sentence", "Begin the catalogue with a line of column names"),
        ("name,price\n", "The catalogue holds no product"),
        ("name,price\n,\n", "The catalogue holds no product"),
        (
            "name,price\nMug,9\nMug, blue,12",
            "A line has more cells than there are column names: Mug, blue, 12",
        ),
        (f"name,price\n{'x' * 200_000},1\n", "The catalogue is no CSV"),
    ],
)
def test_a_catalogue_that_cannot_be_read_says_what_would_be_right(text, says):
    with pytest.raises(SourceError, match=says):
        Catalogue("data")({"data": text})


def test_of_a_page_the_words_are_read_and_what_frames_them_is_not():
    html = """<html><head><title>Pans  for
    all</title><style>p {}</style></head><body><nav>Home</nav><main><h1>Pans</h1>
    <p>Cast <b>iron</b> lasts.</p><script>alert(1)</script></main><footer>2026</footer></body></html>"""

    assert words_of(Page(media_type="text/html", text=html)) == (
        "Title: Pans for all\nPans\nCast\niron\nlasts."
    )


@pytest.mark.parametrize("html", ["", "<", "<html>", "<div>" * 5000 + "deep", "\x00<p>a", "<title></title>"])
def test_a_broken_page_is_read_as_far_as_it_goes(html):
    assert isinstance(words_of(Page(media_type="text/html", text=html)), str)


def test_a_long_page_is_cut_and_says_so(in_private_networks):
    with Receiver() as site:
        site.answers.append(page("word " * 10_000, "text/plain"))

        told = WebPage("url")({"url": site.url})

    assert len(told) < MOST_CHARACTERS + 50
    assert told.endswith("(The rest of the page is left out.)")


def test_of_a_page_nothing_invisible_is_told(in_private_networks):
    with Receiver() as site:
        site.answers.append(page("<p>Bre&#xad;ad&#xe0041; \x1bis\U000e0068 good.</p>"))

        assert WebPage("url")({"url": site.url}) == "Bread is good."


def test_a_page_without_a_word_is_said_to_whoever_named_it(in_private_networks):
    with Receiver() as site:
        site.answers.append(page("<main><script>draw()</script></main>"))

        with pytest.raises(SourceError, match="There are no words on the page"):
            WebPage("url")({"url": site.url})


def test_a_page_that_has_moved_is_said_to_whoever_named_it(in_private_networks):
    with Receiver() as site:
        site.answers.append(redirect("https://elsewhere.example/"))

        with pytest.raises(SourceError, match="The page has moved"):
            WebPage("url")({"url": site.url})


def test_pages_are_read_from_the_open_internet_alone():
    with Receiver() as site:
        with pytest.raises(SourceError, match="is not asked"):
            WebPage("url")({"url": site.url})

        assert site.connections == 0


def test_three_pages_are_read_side_by_side(in_private_networks):
    """Each page is sent only when all three have been asked for: one after the other none would come."""
    met = threading.Barrier(3)

    def when_all_are_asked_for(handler):
        met.wait(20)
        page("Bread.", "text/plain")(handler)

    with Receiver() as site:
        site.answers.extend([when_all_are_asked_for] * 3)
        sources = tuple(Source(name=name, gather=WebPage("url")) for name in ("one", "two", "three"))

        facts, unreachable = gather(sources, {"url": site.url})

    assert (facts, unreachable) == (dict.fromkeys(("one", "two", "three"), "Bread."), {})


def test_what_three_sources_say_stands_in_the_prompt_and_what_a_fourth_could_not_is_told(in_private_networks):
    tools = FakeTools()
    sources = (
        Source(name="search data", gather=Given("seo")),
        Source(name="catalogue", gather=Catalogue("products")),
        Source(name="competitor's page", gather=WebPage("url")),
        Source(name="second page", gather=WebPage("other_url")),
    )
    with Receiver() as site:
        site.answers.append(page("<main>Their pans.</main>"))
        inputs = {"seo": "1,000 a month", "products": CATALOGUE, "url": site.url, "other_url": "ftp://x"}

        draft = run_pipeline(
            replace(make_draft(make_section(), inputs=inputs), task=make_task(sources=sources)),
            tools,
            record=[].append,
        )

    prompt = tools.calls[0].text
    for said in ("1,000 a month", "name: Lid; stock: 3", "Their pans.", "could not be reached: second page"):
        assert said in prompt
    (advice,) = draft.sections[0].advice
    assert advice.message == (
        "Written without the second page: this is no web address; write one such as https://example.com/page."
    )
