"""The look at the whole brief before it is generated."""

import re
from decimal import Decimal

import pytest

from generation.app_settings import DAILY_JOB_LIMIT
from generation.engine.allowances.ledger import grant
from generation.engine.standing.estimate import Estimate
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.writers.choice import Writer
from generation.models import Funnel
from generation.web.estimates import in_words
from settings_app import store
from tests.support.funnels import make_funnel, sample
from tests.support.jobs import write_off_the_record

BUTTON = re.compile('<button[^>]*commandfor="ask-generate"( disabled|)>')
CLAUDE, DEMO = Writer("anthropic", "claude-sonnet-5-5"), Writer("demo", "demo")


@pytest.fixture
def check(page):
    return lambda funnel: page.get(f"/funnels/{funnel.pk}/brief/style/").content.decode()


def estimate(writer: Writer = CLAUDE, **fields: object) -> Estimate:
    usual = {"lanes": 1, "calls": 14, "input_tokens": 0, "output_tokens": 0, "runs": 0}
    return Estimate(**{"writer": writer, "cost_usd": Decimal("0.416"), "seconds": 652.0, **usual, **fields})


@pytest.mark.parametrize(
    ("told", "time"),
    [
        (estimate(), "usually 10 to 15 minutes"),
        (estimate(seconds=150), "usually up to 5 minutes"),
        (estimate(seconds=1500), "usually 25 to 35 minutes"),
        (estimate(runs=12), "about 11 min"),
        (estimate(runs=12, seconds=20), "less than a minute"),
        (estimate(DEMO, seconds=0), "a few seconds"),
        (estimate(DEMO, seconds=14, runs=3), "a few seconds"),
        (estimate(DEMO, seconds=140), "about 2 min"),
    ],
)
def test_the_time_is_promised_only_as_far_as_there_is_ground(told, time):
    assert in_words(told).time == time


@pytest.mark.parametrize(
    ("told", "cost"),
    [
        (estimate(), "about $0.42"),
        (estimate(cost_usd=Decimal("0.002")), "less than $0.01"),
        (estimate(cost_usd=None), "cost not known for this model"),
        (estimate(DEMO, cost_usd=Decimal(0)), "free"),
    ],
)
def test_the_cost_is_told_as_far_as_it_is_known(told, cost):
    assert in_words(told).cost == cost


def test_the_ground_is_named():
    assert in_words(estimate(runs=12)).ground == "Based on 12 earlier runs with claude-sonnet-5-5."
    assert in_words(estimate()).ground.startswith("A first guess")


def test_a_whole_brief_is_summed_up_and_can_be_generated(check, funnel):
    html = check(funnel)

    assert "Ready to generate" in html
    assert "Generate 14 parts?" in html
    assert f'action="/funnels/{funnel.pk}/generate/"' in html
    for text in (
        sample()["brief"]["promise"],
        "50 Reply Templates",
        "templates, $9.00, 3 chapters",
        "checklist, free",
    ):
        assert text in html
    for part in ("Product content", "Marketing materials", "Lead magnet, part 1", "Bundle listing"):
        assert part in html


def test_what_is_missing_is_led_to(check, funnel):
    del funnel.brief["topic"]
    del funnel.brief["products"]["bump"]
    funnel.draft = True
    funnel.save()

    html = check(funnel)

    assert "5 things are still to do" in html
    assert f'href="/funnels/{funnel.pk}/brief/audience/?missing#id_topic"' in html
    assert f'href="/funnels/{funnel.pk}/brief/offer/?missing#id_products-bump-price"' in html
    assert 'commandfor="ask-generate" disabled' in html


def test_what_no_field_can_mend_is_told_too(check, ana):
    html = check(make_funnel(ana, brief=sample()["brief"] | {"colour": "red"}, draft=True))

    assert "One thing is still to do" in html
    assert "colour" in html
    assert "There is no such field here" in html


def test_a_language_the_demo_writer_cannot_write_is_warned_of(check, ana):
    assert "writes English only" in check(make_funnel(ana, language="de"))


def cancelled(funnel: Funnel) -> None:
    cancel_job(start_job(funnel))


@pytest.mark.parametrize("bring", [cancelled, write_off_the_record])
def test_a_funnel_with_a_run_or_its_text_leads_there_instead(check, funnel, bring):
    bring(funnel)

    html = check(funnel)

    assert "Open the run" in html
    assert "ask-generate" not in html


def test_what_a_run_costs_in_credits_and_what_is_left_is_told(check, ana):
    shown = check(make_funnel(ana))

    assert '<dt>Credits</dt><dd class="num">14 of 10,000</dd>' in shown
    assert BUTTON.search(shown)[1] == ""


def test_who_has_too_few_credits_is_told_so_and_offered_no_button_that_fails(check, ana):
    grant(ana, -9_990, note="", by=None)

    shown = check(make_funnel(ana))

    assert "This takes 14 credits, and you have 10. Ask an administrator for more" in shown
    assert BUTTON.search(shown)[1] == " disabled"


def test_who_has_begun_all_they_may_today_is_told_so(check, ana):
    store.save({DAILY_JOB_LIMIT.key: 1}, changed_by=None)
    start_job(make_funnel(ana))

    shown = check(make_funnel(ana))

    assert "You have reached the limit of starts a day (1). Begin this one tomorrow (UTC)." in shown
    assert BUTTON.search(shown)[1] == " disabled"
