"""The form of any kind, its look over what was typed, and the start."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from generation.app_settings import GENERATION_ENABLED
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import GenerationJob
from generation.states import Priority
from generation.web.which import address_of
from settings_app import store
from tests.support.kind_form import look_over, seen_in, start_typed
from tests.support.kinds import start_launch

pytestmark = pytest.mark.django_db

TYPED = {
    "in-documents": ["faq", "press_release"],
    "in-project": "Spring",
    "in-data": "Costs 19.\r\nSold twice.",
}
INPUTS = {"documents": ["faq", "press_release"], "project": "Spring", "data": "Costs 19.\nSold twice."}


@pytest.fixture
def form(funnel) -> str:
    return reverse("kind_start", args=[funnel.pk, "documents"])


def test_the_form_follows_from_the_schema(page, form):
    shown = page.get(form).content.decode()

    assert shown.count('type="checkbox"') == 12
    assert "90-day plan" in shown
    assert '<textarea name="in-company_intelligence"' in shown
    assert 'name="file-data"' in shown
    assert "Choose at least one document." in shown


def test_what_is_sent_is_shown_to_be_looked_over_and_nothing_starts(page, form):
    answer = page.post(form, TYPED)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Ready to write 2 parts" in shown
    assert "2 of 10,000" in shown
    assert "Costs 19." in shown
    assert not GenerationJob.objects.exists()


def test_what_was_looked_over_starts_as_it_was_typed(page, form, funnel):
    answer = start_typed(page, form, TYPED | {"priority": "low"})

    job = GenerationJob.objects.get()
    assert (job.blueprint, job.subject, job.inputs, job.priority) == (
        "documents",
        "Spring",
        INPUTS,
        Priority.LOW,
    )
    address = urlsplit(answer.headers["Location"])
    assert address.path == reverse("run", args=[funnel.pk])
    assert parse_qs(address.query) == {"kind": ["documents"], "subject": ["Spring"]}


def test_what_was_changed_since_is_looked_over_again(page, form):
    seen = seen_in(look_over(page, form, TYPED))

    answer = page.post(form, TYPED | {"in-project": "Autumn", "seen": seen})

    assert "Ready to write 2 parts" in answer.content.decode()
    assert not GenerationJob.objects.exists()


def test_a_form_that_is_sent_twice_starts_one(page, form):
    sent = TYPED | {"key": "0b8d45b4-6c0f-4f4f-9d5c-1f3b6f0f6a11"}
    seen = seen_in(look_over(page, form, sent))

    first, second = (page.post(form, sent | {"seen": seen}) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert GenerationJob.objects.count() == 1


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(page, form):
    answer = page.post(form, {"in-project": "<b>", "in-data": "Costs 19.", "deadline": "soon"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "3 things are not right yet" in shown
    assert shown.index('id="id_in-documents_says"') < shown.rindex("Choose at least one document")
    assert "Write it in words, without brackets" in shown
    assert "Costs 19." in shown
    assert 'value="&lt;b&gt;"' in shown


def test_a_start_that_is_open_leads_to_it_and_keeps_what_was_typed(page, form, funnel):
    start_job(funnel, blueprint="documents", inputs=INPUTS)

    answer = page.post(form, TYPED)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Company documents: Spring is being written now." in shown
    assert "?kind=documents&amp;subject=Spring" in shown
    assert "Sold twice." in shown


def test_another_subject_runs_beside_it(page, form, funnel):
    start_job(funnel, blueprint="documents", inputs=INPUTS)

    start_typed(page, form, TYPED | {"in-project": "Autumn"})

    assert set(GenerationJob.objects.values_list("subject", flat=True)) == {"Spring", "Autumn"}


def test_a_draft_with_the_core_of_a_brief_is_enough_for_a_kind_that_reads_no_more(page, form, funnel):
    del funnel.brief["products"]
    funnel.draft = True
    funnel.save()

    start_typed(page, form, TYPED)

    assert GenerationJob.objects.get().blueprint == "documents"


def test_what_the_brief_lacks_is_told_with_the_way_there(page, form, funnel):
    del funnel.brief["promise"]
    funnel.save()

    for answer in (page.get(form), page.post(form, TYPED)):
        shown = answer.content.decode()
        assert "Say what the audience will be able to do" in shown
        assert f"{reverse('brief', args=[funnel.pk, 'audience'])}?missing#id_promise" in shown
    assert not GenerationJob.objects.exists()


def test_what_brief_and_inputs_only_lack_together_is_told_at_the_inputs(page, funnel):
    del funnel.brief["products"]
    funnel.save()
    addresses = {"in-registration_url": "shop.example/in", "in-watch_url": "shop.example/watch"}

    answer = page.post(reverse("kind_start", args=[funnel.pk, "launch"]), addresses)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'href="#id_in-{name}"' in shown for name in ("offer_name", "price", "url"))


def test_the_last_run_about_a_subject_is_what_the_next_begins_with(page, form, funnel):
    start_job(funnel, blueprint="documents", inputs=INPUTS)

    shown = page.get(f"{form}?subject=Spring").content.decode()

    assert "Sold twice." in shown
    assert shown.count(" checked") == 2
    assert "Sold twice." not in page.get(form).content.decode()


def test_a_file_that_comes_with_the_form_is_read_and_shown_before_anything_starts(page, form):
    seen = seen_in(look_over(page, form, TYPED))

    answer = page.post(form, TYPED | {"seen": seen, "file-data": SimpleUploadedFile("plan.md", b"# Ours\n")})

    shown = answer.content.decode()
    assert "Sold twice.\n\n# Ours</textarea>" in shown
    assert not GenerationJob.objects.exists()


def test_a_file_that_cannot_be_read_is_told_at_its_field(page, form):
    answer = page.post(
        form, TYPED | {"file-data": SimpleUploadedFile("plan.png", b"\x89PNG\r\n\x1a\n" + bytes(60))}
    )

    assert answer.status_code == 422
    assert "One thing is not right yet" in answer.content.decode()


def test_a_script_gets_the_text_of_a_file_or_what_is_wrong_with_it(page, funnel):
    address = reverse("kind_read", args=[funnel.pk, "documents"])

    read = page.post(address, {"file": SimpleUploadedFile("../plan.md", b"# Ours\n")})
    refused = page.post(address, {"file": SimpleUploadedFile("empty.txt", b"")})

    assert (read.status_code, read.json()["text"]) == (200, "# Ours")
    assert refused.status_code == 422
    assert refused.json()["says"].startswith("This file is empty.")
    assert page.post(address).json() == {"says": "Choose a file first."}


def test_while_generation_is_off_nothing_is_offered_or_started(page, form):
    store.save({GENERATION_ENABLED.key: False}, None)

    assert "Generation is switched off at present." in page.get(form).content.decode()
    assert 'name="seen"' not in page.post(form, TYPED).content.decode()


@pytest.mark.parametrize("kind", ["nothing", "funnel"])
def test_what_is_no_other_kind_has_no_form_here(page, funnel, kind):
    answer = page.get(reverse("kind_start", args=[funnel.pk, kind]))

    if kind == "funnel":
        assert answer.headers["Location"] == reverse("start", args=[funnel.pk])
    else:
        assert answer.status_code == 404


def test_nobody_starts_or_reads_for_what_is_not_theirs(stranger, funnel, form):
    assert stranger.get(form).status_code == 404
    assert stranger.post(form, TYPED).status_code == 404
    assert stranger.post(reverse("kind_read", args=[funnel.pk, "documents"])).status_code == 404


def test_what_is_asked_for_anew_is_called_by_its_name(page, form, funnel):
    start_job(funnel, blueprint="documents", inputs=INPUTS)

    shown = page.get(f"{form}?subject=Spring").content.decode()

    assert "<h1>Company documents: Spring, again</h1>" in shown
    assert "Called anything else, it becomes another set of documents beside this one." in shown
    assert "<h1>New set of documents</h1>" in page.get(f"{form}?subject=Autumn").content.decode()


def test_an_earlier_run_leads_to_the_inputs_it_had(page, funnel):
    earlier = start_launch(funnel, watch_url="https://example.com/last")
    cancel_job(earlier)
    start_launch(funnel, watch_url="https://example.com/this")

    run = page.get(address_of("run", funnel.pk, earlier, job=earlier.pk)).content.decode()
    (inputs,) = re.findall(r'<a href="([^"]*)">Inputs</a>', run)

    assert "https://example.com/last" in page.get(unescape(inputs)).content.decode()


def test_inputs_of_a_run_of_something_else_are_not_shown(page, form, funnel):
    launch = start_launch(funnel)

    assert page.get(f"{form}?subject=Spring&job={launch.pk}").status_code == 404
    assert page.get(f"{form}?subject=Spring&job=nonsense").status_code == 404


def test_what_is_wrong_with_a_line_leaves_it_said_that_each_has_one(page, funnel):
    form = reverse("kind_start", args=[funnel.pk, "page"])

    shown = page.post(form, {"in-keywords": "k" * 500}).content.decode()

    said = shown.partition('id="id_in-keywords_says"')[2].partition("</div>")[0]
    assert "Line 1: " in said
    assert "One a line." in said


def test_what_may_be_in_the_way_is_asked_once_in_a_look(page, form):
    with CaptureQueriesContext(connection) as asked:
        look_over(page, form, TYPED)

    last = [query for query in asked.captured_queries if 'FROM "generation_jobs"' in query["sql"]]
    assert len([query for query in last if query["sql"].endswith("LIMIT 1")]) == 1
