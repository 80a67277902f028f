"""The brief in its steps, sent as plain forms."""

import re

import pytest
from django.test import Client

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel
from generation.web.funnels.steps import STEPS
from tests.support.filled_forms import read_form
from tests.support.funnels import make_funnel, sample

SLUGS = [step.slug for step in STEPS]


def address(funnel: Funnel, step: str) -> str:
    return f"/funnels/{funnel.pk}/brief/{step}/"


def shown(page: Client, funnel: Funnel, step: str) -> dict[str, str]:
    """Return the form as the page shows it, ready to be typed in."""
    return read_form(page.get(address(funnel, step)).content.decode(), "brief-form")


def send(page: Client, funnel: Funnel, step: str, form: dict[str, str], *, go: str = "next", **typed: str):
    """Type in the form (`products__bump__name`) and press a button."""
    fields = {name.replace("__", "-"): text for name, text in typed.items()}
    return page.post(address(funnel, step), {**form, **fields, "go": go})


@pytest.mark.parametrize("step", SLUGS)
def test_every_step_opens_for_a_blank_brief_and_for_a_whole_one(page, draft, funnel, step):
    assert page.get(address(draft, step)).status_code == 200
    assert page.get(address(funnel, step)).status_code == 200


@pytest.mark.parametrize("step", SLUGS)
def test_saving_what_is_shown_changes_nothing(page, funnel, step):
    before = Funnel.objects.get()

    send(page, funnel, step, shown(page, funnel, step))

    after = Funnel.objects.get()
    assert (after.name, after.brief, after.updated_at) == (before.name, before.brief, before.updated_at)


def test_a_brief_is_written_in_three_steps(page, draft):
    brief = sample()["brief"]
    offers = {f"products__{key}": value for key, value in brief["products"].items()}
    offers["bundle"] = brief["bundle"]
    products = {
        f"{place}__{name}": "\r\n".join(value) if isinstance(value, list) else value
        for place, offer in offers.items()
        for name, value in offer.items()
    }

    first = send(
        page,
        draft,
        "audience",
        shown(page, draft, "audience"),
        name="Calm Inbox",
        topic=brief["topic"],
        audience=brief["audience"],
        pain_points="\r\n".join(brief["pain_points"]),
        promise=brief["promise"],
    )
    second = send(page, draft, "offer", shown(page, draft, "offer"), **products)
    third = send(
        page,
        draft,
        "style",
        shown(page, draft, "style"),
        go="stay",
        brand_voice=brief["brand_voice"],
        author=brief["author"],
        keywords="\r\n".join(brief["keywords"]),
    )

    draft.refresh_from_db()
    assert [first.headers["Location"], second.headers["Location"], third.headers["Location"]] == [
        address(draft, step) for step in ("offer", "style", "style")
    ]
    assert draft.brief == brief
    assert (draft.name, draft.draft) == ("Calm Inbox", False)


def test_a_step_with_gaps_is_saved_as_a_draft_and_goes_on(page, draft):
    answer = send(page, draft, "audience", shown(page, draft, "audience"), topic="Bread")

    draft.refresh_from_db()
    told = page.get(answer.headers["Location"]).content.decode()
    assert answer.headers["Location"] == address(draft, "offer")
    assert (draft.brief, draft.draft) == ({"topic": "Bread"}, True)
    assert "Audience: 3 things are still missing." in told


def test_what_is_emptied_is_taken_out_and_makes_it_a_draft_again(page, funnel):
    send(page, funnel, "audience", shown(page, funnel, "audience"), topic=" ")

    funnel.refresh_from_db()
    assert "topic" not in funnel.brief
    assert funnel.draft


def test_lines_keep_their_order_and_lose_what_is_blank(page, draft):
    send(page, draft, "audience", shown(page, draft, "audience"), pain_points="\r\n  Two \r\n\r\nOne\r\n ")

    draft.refresh_from_db()
    assert draft.brief["pain_points"] == ["Two", "One"]


def test_a_price_and_an_address_are_taken_as_people_write_them_and_stay_so(page, draft):
    typed = {"products__bump__price": "€ 9,50", "products__bump__url": "shop.example/bump", "currency": "EUR"}
    answer = send(page, draft, "offer", shown(page, draft, "offer"), go="next", **typed)

    assert answer.status_code == 302
    again = shown(page, draft, "offer")
    assert (again["products-bump-price"], again["currency"]) == ("€ 9,50", "EUR")
    assert again["products-bump-url"] == "shop.example/bump"


def test_a_price_in_another_currency_than_the_brief_is_told_at_its_field(page, draft):
    answer = send(page, draft, "offer", shown(page, draft, "offer"), go="next", products__bump__price="€9")

    assert answer.status_code == 422
    assert "Write it in USD, as all prices here, or change the currency." in answer.content.decode()


def test_dollars_come_first_and_a_currency_from_elsewhere_stays_a_choice(page, draft):
    draft.brief = {"currency": "INR"}
    draft.save()

    html = page.get(f"/funnels/{draft.pk}/brief/offer/").content.decode()
    codes = re.findall(r'<option value="([A-Z]{3})"', html)

    assert (codes[0], codes[-1]) == ("USD", "INR")
    assert read_form(html, "brief-form")["currency"] == "INR"


def test_a_wrong_value_is_told_beside_its_field_and_keeps_everything_typed(page, draft):
    form = shown(page, draft, "offer")
    answer = send(page, draft, "offer", form, products__bump__price="abc", products__bump__name="Knee care")

    html = answer.content.decode()
    again = read_form(html, "brief-form")
    assert answer.status_code == 422
    assert "Write a price such as 17.00, or free." in html
    assert re.findall(r'<input[^>]*name="([^"]+)"[^>]*aria-invalid="true"', html) == ["products-bump-price"]
    assert (again["products-bump-price"], again["products-bump-name"]) == ("abc", "Knee care")
    draft.refresh_from_db()
    assert draft.brief["products"]["bump"]["name"] == "Knee care"


def test_a_wrong_value_keeps_nobody_from_going_to_another_step(page, draft):
    form = shown(page, draft, "offer")
    answer = send(page, draft, "offer", form, go="audience", products__bump__price="abc")

    assert answer.headers["Location"] == address(draft, "audience")


@pytest.mark.parametrize(
    ("field", "text"),
    [("topic", "x" * 1001), ("name", "   "), ("name", "\u200b"), ("language", "xx"), ("topic", "a\0b")],
    ids=["too long", "no name", "a name nobody sees", "a language we do not write", "a NUL"],
)
def test_what_cannot_be_kept_is_refused_and_the_rest_is_kept(page, funnel, field, text):
    form = shown(page, funnel, "audience") | {field: text}

    answer = send(page, funnel, "audience", form, promise="A new promise")

    before = {"topic": sample()["brief"]["topic"], "name": "Calm Inbox", "language": "en"}
    funnel.refresh_from_db()
    now = {"topic": funnel.brief["topic"], "name": funnel.name, "language": funnel.language}
    assert answer.status_code == 422
    assert now == before
    assert funnel.brief["promise"] == "A new promise"


def test_the_line_that_is_wrong_is_named(page, draft):
    lines = "Short\r\n" + "x" * 301
    answer = send(page, draft, "audience", shown(page, draft, "audience"), pain_points=lines)

    assert answer.status_code == 422
    assert "Line 2: Name 1 to 10 things" in answer.content.decode()


def test_what_is_missing_is_marked_only_where_it_is_asked_for(page, draft):
    sentence = "Say what the funnel is about, in up to 1,000 characters."

    assert sentence not in page.get(address(draft, "audience")).content.decode()
    assert sentence in page.get(address(draft, "audience") + "?missing").content.decode()


def test_two_products_of_one_name_are_told_where_they_are(page, funnel):
    form = shown(page, funnel, "offer")
    answer = send(page, funnel, "offer", form, products__bump__name="the quiet quarter")

    assert answer.status_code == 422
    assert "Give it a name of its own; another product is called the same." in answer.content.decode()


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("step", SLUGS)
def test_hostile_text_comes_out_as_text(page, ana, step):
    brief = sample()["brief"] | {"topic": HOSTILE, "author": HOSTILE, HOSTILE: HOSTILE}
    brief["products"]["bump"]["name"] = HOSTILE
    funnel = make_funnel(ana, name=HOSTILE, brief=brief, draft=True)

    html = page.get(address(funnel, step) + "?missing").content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "brief",
    [
        [],
        "text",
        {"products": "text", "bundle": 5},
        {"topic": {"a": 1}, "pain_points": "x", "keywords": [1, None]},
        {"products": {"bump": [], "upsell_1": {"chapters": {"a": 1}, "price": 5}}},
    ],
)
@pytest.mark.parametrize("step", SLUGS)
def test_a_draft_of_any_shape_can_be_opened_and_mended(page, ana, brief, step):
    funnel = make_funnel(ana, brief=brief, draft=True)

    answer = send(page, funnel, step, shown(page, funnel, step), go="audience")
    send(page, funnel, "audience", shown(page, funnel, "audience"), topic="Bread")

    funnel.refresh_from_db()
    assert answer.status_code == 302
    assert funnel.brief["topic"] == "Bread"


def test_an_example_fills_what_is_empty_and_nothing_else(page, draft):
    form = shown(page, draft, "audience")
    send(page, draft, "audience", form, go="example", topic="Bread for beginners")

    draft.refresh_from_db()
    assert draft.name == "Later"
    assert draft.brief == {
        "topic": "Bread for beginners",
        **{name: sample()["brief"][name] for name in ("audience", "pain_points", "promise")},
    }


def test_the_example_goes_on_as_it_began(page, ana):
    begun = make_funnel(ana, brief={"topic": sample("first-5k")["brief"]["topic"]}, draft=True)

    send(page, begun, "style", shown(page, begun, "style"), go="example")

    begun.refresh_from_db()
    assert begun.brief["author"] == "Second Wind Running"


def test_three_examples_make_a_whole_brief(page, draft):
    for step in SLUGS:
        send(page, draft, step, shown(page, draft, step), go="example")

    draft.refresh_from_db()
    assert not draft.draft
    assert draft.brief == sample()["brief"]


def test_while_a_run_is_written_the_page_says_that_it_keeps_its_brief(page, funnel):
    start_job(funnel)

    html = page.get(address(funnel, "audience")).content.decode()

    assert "The run keeps the brief it began with" in html


def test_a_step_there_is_not_is_not_found(page, funnel):
    assert page.get(address(funnel, "payment")).status_code == 404


@pytest.mark.parametrize("step", SLUGS)
def test_somebody_elses_brief_is_not_there(others_page, funnel, step):
    assert others_page.get(address(funnel, step)).status_code == 404
    assert others_page.post(address(funnel, step), {"topic": "Mine"}).status_code == 404


def test_staff_may_look_and_only_change_with_a_permission(db, funnel):
    from tests.support.funnels import make_user

    staff = Client()
    staff.force_login(make_user("sam", is_staff=True))

    assert staff.get(address(funnel, "audience")).status_code == 200
    assert staff.post(address(funnel, "audience"), {"topic": "Mine"}).status_code == 403


def test_a_page_costs_as_many_queries_with_a_whole_brief_as_with_a_blank_one(
    page, draft, funnel, django_assert_max_num_queries
):
    for each in (draft, funnel):
        with django_assert_max_num_queries(16):
            page.get(address(each, "style"))
