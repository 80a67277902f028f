"""What else there is of a funnel, in one line of its card."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.web.funnels.others import others_of
from generation.web.which import Which, address_of
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.jobs import complete
from tests.support.kinds import piece, start_documents, start_launch, write_pieces


@pytest.fixture
def line_of(page):
    """Answers with what the funnel's card says of its others, as people read it."""

    def line(funnel) -> str:
        html = page.get("/funnels/").content.decode()
        card = re.search(rf'id="card-{funnel.pk}".*?</li>', html, re.DOTALL)
        found = re.search(r'<p class="funnel-others small">(.*?)</p>', card[0] if card else "", re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]).replace("&middot;", "·") if found else ""

    return line


def test_a_funnel_by_itself_has_no_such_line(line_of, funnel):
    assert line_of(funnel) == ""


def test_each_is_named_with_how_it_stands_what_was_last_begun_first(line_of, funnel):
    complete(start_launch(funnel))
    start_documents(funnel)

    assert line_of(funnel) == "Company documents, generating · Launch: Spring event, ready"


def test_of_each_only_its_last_run_counts_and_its_text_without_a_run(line_of, funnel):
    cancel_job(start_launch(funnel))
    start_launch(funnel)
    job = start_documents(funnel)
    write_pieces(job, 1, piece())
    delete_job(cancel_job(job))

    assert line_of(funnel) == "Launch: Spring event, generating · Company documents, ready"


def test_it_leads_to_its_run_and_beyond_three_to_all_there_are(page, line_of, funnel):
    for number in range(5):
        start_launch(funnel, event=f"Event {number}")

    shown = page.get("/funnels/").content.decode()
    address = address_of("run", funnel.pk, Which(blueprint="launch", subject="Event 4"))
    assert f'<a href="{address.replace("&", "&amp;")}">Launch: Event 4</a>' in shown
    assert line_of(funnel).endswith(" · and 2 more")


def test_the_card_itself_stays_the_funnels_own(page, funnel):
    start_launch(funnel)

    (card,) = page.get("/funnels/?show=running").context["cards"]
    assert (card.standing, card.status.word) == (None, "Not started")
    assert "all that was written for it" in card.what_goes


def test_many_cost_as_many_queries_as_one(
    page, ana, django_assert_num_queries, django_assert_max_num_queries
):
    store.save({MAX_CONCURRENT_JOBS.key: 100}, changed_by=None)

    def one_of_each() -> None:
        funnel = make_funnel(ana)
        write_pieces(start_launch(funnel), 1, piece())
        start_documents(funnel)

    one_of_each()
    with django_assert_max_num_queries(30) as few:
        page.get("/funnels/")
    for _ in range(3):
        one_of_each()

    with django_assert_num_queries(len(few)):
        page.get("/funnels/")


def test_no_more_jobs_are_read_than_are_named(funnel):
    for number in range(5):
        start_launch(funnel, event=f"Event {number}")

    with CaptureQueriesContext(connection) as read:
        others = others_of([funnel.pk], most=2)[funnel.pk]

    assert [other.name for other in others.named] == ["Launch: Event 4", "Launch: Event 3"]
    assert others.left == 3
    assert [rows_of(query) for query in read.captured_queries] == [2, 0]


def rows_of(query: dict[str, str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query["sql"])
        return len(cursor.fetchall())
