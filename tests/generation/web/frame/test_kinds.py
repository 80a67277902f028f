"""What stands around every page calls each run by what it writes, and leads to it."""

import pytest
from django.urls import reverse

from generation.engine.verbs.jobs import cancel_job
from generation.web.which import Which, address_of
from tests.support.funnels import make_funnel
from tests.support.jobs import complete, start_running
from tests.support.kinds import piece, start_launch, write_pieces

pytestmark = pytest.mark.django_db

SPRING = Which(blueprint="launch", subject="Spring event")
NAME = "Focus Funnel / Launch: Spring event"


@pytest.fixture
def funnel(ana):
    return make_funnel(ana, name="Focus Funnel")


@pytest.fixture
def launch(funnel):
    """A launch with its first part written."""
    job = start_launch(funnel)
    write_pieces(job, 1, piece())
    return job


def escaped(address: str) -> str:
    return address.replace("&", "&amp;")


def test_the_tracker_names_a_launch_and_leads_to_its_page_and_texts(browser, funnel, launch):
    html = browser.get(reverse("history")).content.decode()

    entry = html.partition('id="tracker-entries"')[2].partition("</aside>")[0]
    assert f'<span class="tracker-name" title="{NAME}">Spring event, launch, Focus Funnel</span>' in entry
    assert f'href="{escaped(address_of("run", funnel.pk, SPRING))}">Open run page' in entry
    assert f'href="{escaped(address_of("read", funnel.pk, SPRING, part="marketing_profile"))}"' in entry


def test_the_page_of_a_run_follows_the_funnels_other_runs(browser, funnel, launch):
    own = start_running(funnel)

    on_own = browser.get(reverse("run", args=[funnel.pk])).content.decode()
    on_launch = browser.get(address_of("run", funnel.pk, SPRING)).content.decode()

    assert (f'id="tracker-{own.pk}"' in on_own, f'id="tracker-{launch.pk}"' in on_own) == (False, True)
    assert (f'id="tracker-{own.pk}"' in on_launch, f'id="tracker-{launch.pk}"' in on_launch) == (True, False)


def test_the_frame_by_itself_is_that_of_the_page_with_its_query(browser, funnel, launch):
    page = address_of("run", funnel.pk, SPRING)

    assert "tracker-entry" not in browser.get(reverse("frame_pieces"), {"page": page}).content.decode()


def test_the_header_leads_to_the_only_run(browser, funnel, launch):
    html = browser.get(reverse("history")).content.decode()

    assert f'id="activity-link" href="{escaped(address_of("run", funnel.pk, SPRING))}"' in html


def test_the_title_counts_the_run_of_the_page(browser, funnel, launch):
    start_running(funnel)

    html = browser.get(address_of("run", funnel.pk, SPRING)).content.decode()

    assert f'data-name="{NAME}" data-completed="1" data-total="7"' in html


def test_a_toast_names_it_and_leads_to_its_texts(browser, funnel, launch):
    complete(launch)

    told = browser.post(reverse("tell_endings")).content.decode()

    assert f"{NAME} is ready." in told
    assert f'href="{escaped(address_of("read", funnel.pk, SPRING))}"' in told


def test_lists_of_runs_name_it(browser, funnel, launch):
    cancel_job(launch)

    for page in ("history", "usage"):
        html = browser.get(reverse(page)).content.decode()
        assert f'href="{escaped(address_of("run", funnel.pk, SPRING, job=launch.pk))}">{NAME}</a>' in html
    assert f"<title>Receipt of {NAME}" in browser.get(reverse("receipt", args=[launch.pk])).content.decode()
