"""Staff's pages while somebody works on them: what the waits come to, and a queue that moves by itself."""

from django.contrib.auth.models import User
from playwright.sync_api import expect

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import GenerationJob
from settings_app import store
from tests.support.browser import PHONE
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running


def root() -> User:
    return make_user("root", is_staff=True, is_superuser=True)


def test_what_the_waits_come_to_is_counted_while_somebody_types(visitor):
    page = visitor(root()).open("/settings/")
    means = page.locator("[data-means]")
    expect(means).to_have_text("A failing task gives up after 17 min 35 s.")

    page.get_by_label("Try 3").fill("3600")
    expect(means).to_have_text("A failing task gives up after 1 h 17 min 5 s.")
    page.get_by_label("Tries per task").fill("3")
    expect(means).to_have_text("A failing task gives up after 1 h 5 s.")
    page.evaluate("window.spoken = document.querySelector('[data-means]').firstChild")
    with page.expect_response("**/settings/meaning/"):
        page.get_by_label("Try 6").fill("7")  # which is not used
    page.wait_for_timeout(100)
    assert page.evaluate("window.spoken.isConnected"), "It was spoken again, and said the same."
    expect(page.get_by_text("3 changes not saved")).to_be_visible()
    page.get_by_label("Tries per task").fill("1")
    expect(means).to_have_text("A failing task gives up after its first attempt.")
    page.get_by_label("Tries per task").fill("0")
    expect(means).to_have_text('Tries per task: A whole number of attempts from 1 to 7 is needed, not "0".')


def test_reset_asks_first_and_the_harmless_answer_is_at_hand(visitor):
    store.save({MAX_CONCURRENT_JOBS.key: 9}, None)
    page = visitor(root()).open("/settings/")

    page.get_by_role("button", name="Reset to defaults").click()
    expect(page.get_by_role("dialog")).to_contain_text("Runs at the same time from 9 to 5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert store.get(MAX_CONCURRENT_JOBS) == 9

    page.get_by_role("button", name="Reset to defaults").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset to defaults").click()
    expect(page.get_by_text("All settings have their defaults again.")).to_be_visible()
    assert store.get(MAX_CONCURRENT_JOBS) == 5


def test_the_queue_moves_by_itself_with_everybodys_jobs(visitor):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    page = visitor(root()).open("/queue/")
    expect(page.get_by_text("Live")).to_be_visible()

    job = start_job(make_funnel(make_user("ana"), name="Focus Funnel"))
    row = page.get_by_role("row", name="Focus Funnel")
    expect(row).to_contain_text("1st in line")

    cancel_job(job)
    expect(row).to_be_hidden()


def test_staff_raise_and_cancel_from_the_queue(visitor):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    start_job(make_funnel(make_user("ana"), name="Focus Funnel"))
    page = visitor(root()).open("/queue/?user=ana")

    page.get_by_role("button", name="Raise Focus Funnel to high").click()
    expect(page.get_by_text("Focus Funnel has high priority now.")).to_be_visible()
    page.wait_for_load_state()

    page.get_by_role("link", name="Cancel Focus Funnel").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Cancel Focus Funnel").click()
    page.get_by_role("button", name="Cancel run").click()
    expect(page.get_by_text("Finished parts are kept.")).to_be_visible()
    assert GenerationJob.objects.get().status == "cancelled"


def test_a_running_job_is_cancelled_on_a_phone(visitor):
    job = start_running(make_funnel(make_user("ana"), name="Focus Funnel"))
    page = visitor(root(), **PHONE).open("/queue/")

    page.get_by_role("link", name="Cancel Focus Funnel").click()
    page.get_by_role("button", name="Cancel run").click()

    expect(page.get_by_text("Finished parts are kept.")).to_be_visible()
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_a_token_is_copied_from_where_it_is_shown_once(visitor):
    opened = visitor(make_user("ana"))
    page = opened.open("/account/")

    page.get_by_label("Name of the new token").fill("Shop")
    page.get_by_role("button", name="Create a token").click()
    token = page.locator("#new-token").inner_text()
    page.wait_for_load_state()
    page.get_by_role("button", name="Copy", exact=True).click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert len(token) == 64
