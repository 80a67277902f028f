"""The page that starts many runs: from a file or from ticked funnels, all of them or none."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from generation.app_settings import GENERATION_ENABLED, HIGH_PRIORITY_FOR
from generation.blueprints import KINDS, get_blueprint
from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant
from generation.engine.batches import file as batch_file
from generation.engine.batches.file import write_batch_file
from generation.engine.batches.verbs import cancel_batch
from generation.engine.verbs.deletion import delete_funnel
from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.web.batches import forms
from settings_app import store
from tests.support.admin import text_of
from tests.support.funnels import SAMPLES, make_funnel, make_user, sample

NEW = "/batches/new/"


def csv_file(*changes: dict, name: str = "spring.csv") -> SimpleUploadedFile:
    items = [sample() | {"name": f"Funnel {number}"} | change for number, change in enumerate(changes)]
    return SimpleUploadedFile(name, write_batch_file(get_blueprint("funnel"), items).encode())


def json_file(body: object) -> SimpleUploadedFile:
    return SimpleUploadedFile("spring.json", json.dumps(body).encode())


def send_file(page, file=None, **fields):
    sent = {"from": "file", "blueprint": "funnel", "key": str(uuid4())} | fields
    return page.post(NEW, sent | ({"file": file} if file else {}))


def tick(page, *funnels, **fields):
    ids = [str(funnel.pk) for funnel in funnels]
    return page.post(NEW, {"from": "funnels", "blueprint": "funnel", "funnel": ids} | fields)


def test_a_file_starts_its_rows_and_leads_to_the_batch(page, ana):
    answer = send_file(page, csv_file({}, {}), priority="low")

    batch = GenerationBatch.objects.get()
    assert answer["Location"] == f"/batches/{batch.pk}/"
    assert (batch.owner, batch.name, batch.jobs.count()) == (ana, "spring", 2)
    assert set(batch.jobs.values_list("priority", flat=True)) == {"low"}


def test_a_file_of_json_starts_its_items_as_it_says_and_the_form_goes_before(page):
    items = [{"name": f"Funnel {number}", "brief": sample()["brief"]} for number in (1, 2)]

    send_file(page, json_file({"items": items, "name": "Jays", "priority": "low", "lanes": 2}))
    send_file(
        page, json_file({"items": items, "name": "Jays", "priority": "low"}), name="Daws", priority="high"
    )

    jays, daws = GenerationBatch.objects.order_by("created_at")
    assert (jays.name, daws.name) == ("Jays", "Daws")
    assert list(jays.jobs.values_list("priority", "lanes")) == [("low", 2)] * 2
    assert list(daws.jobs.values_list("priority", flat=True)) == ["high"] * 2


def test_a_batch_is_started_for_later_and_the_form_goes_before_the_file(page):
    items = [{"name": "One", "brief": sample()["brief"]}]
    file = json_file({"items": items, "scheduled_at": "2090-02-01T09:00:00Z"})

    answer = page.post(
        NEW,
        {"from": "file", "blueprint": "funnel", "key": str(uuid4()), "file": file}
        | {"scheduled_at": "2090-01-01T10:00", "deadline": "2090-01-02T10:00", "zone": "Europe/Berlin"},
        follow=True,
    )

    job = GenerationJob.objects.get()
    assert "1 run put off." in text_of(answer)
    assert (f"{job.scheduled_at:%c}", f"{job.deadline:%c}") == (
        "Sun Jan  1 09:00:00 2090",
        "Mon Jan  2 09:00:00 2090",
    )


def test_ticked_funnels_are_started_under_the_name_given(page, ana):
    funnels = [make_funnel(ana, name=name) for name in ("One", "Two", "Three")]

    tick(page, *funnels[:2], name="Spring")

    batch = GenerationBatch.objects.get()
    assert batch.name == "Spring"
    assert set(batch.jobs.values_list("funnel__name", flat=True)) == {"One", "Two"}


def test_what_is_sent_twice_is_started_once(page, ana):
    key = str(uuid4())

    first, second = (send_file(page, csv_file({}, {}), key=key) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert GenerationJob.objects.count() == 2


def test_a_file_of_another_kind_is_refused_in_one_sentence_and_the_kind_has_a_hint(page):
    pages = SimpleUploadedFile("pages.csv", (SAMPLES / "calm-inbox-pages.csv").read_bytes())

    refused = text_of(send_file(page, pages))

    assert "These are columns of Web page (`page`): choose that kind." in refused
    assert "Mend what is told here" not in refused
    assert "What every run writes. A CSV file has the columns of its template." in refused


@pytest.mark.parametrize(
    "chosen", [{"scheduled_at": "2090-01-02T10:00"}, {"deadline": ""}, {"priority": "low"}, {"name": "Jays"}]
)
def test_a_form_that_is_sent_again_otherwise_leads_to_what_it_started_and_says_so(page, chosen):
    sent = {"key": str(uuid4()), "scheduled_at": "2090-01-01T10:00", "deadline": "2090-02-01T10:00"}
    first = send_file(page, csv_file({}), **sent)
    page.get(first["Location"])

    second = send_file(page, csv_file({}), **sent | chosen)

    says = text_of(page.get(second["Location"]))
    assert second["Location"] == first["Location"]
    assert "This form has started its batch already, with what was chosen then. Nothing was changed" in says
    assert "put off." not in says
    assert f"{GenerationJob.objects.get().scheduled_at:%d %B %Y}" == "01 January 2090"


def test_what_a_form_started_and_is_gone_is_not_said_to_be_started_or_put_off(page):
    key = str(uuid4())
    first = send_file(page, csv_file({}), key=key)
    page.get(first["Location"])
    cancel_batch(GenerationBatch.objects.get())
    delete_funnel(Funnel.objects.get())

    again = send_file(page, csv_file({}), key=key)

    says = text_of(page.get(again["Location"]))
    assert "The runs that this form started were deleted, and are not started again." in says
    assert not GenerationJob.objects.exists()


def test_another_file_from_the_same_page_is_another_batch(page):
    key = str(uuid4())
    for changes in ([{}], [{}, {}]):
        send_file(page, csv_file(*changes), key=key)

    assert GenerationBatch.objects.count() == 2


def test_wrong_rows_are_told_one_by_one_and_nothing_is_started(page):
    brief = sample()["brief"] | {"topic": "", "author": ""}

    answer = send_file(page, csv_file({}, {"brief": brief}, {"language": "tlh"}), name="Spring")

    says = text_of(answer)
    assert answer.status_code == 422
    assert "Nothing was started. 2 rows need a change." in says
    assert "Row 3 brief.topic Say what the funnel is about" in says
    assert "Row 3 brief.author" in says
    assert "Row 4 language Unsupported language: tlh" in says
    assert 'value="Spring"' in answer.content.decode()
    assert not Funnel.objects.exists()


def test_what_goes_for_all_rows_and_is_wrong_is_told_with_what_is_wrong_in_them(page):
    items = [{"name": "One", "brief": sample()["brief"]}, {"name": "", "brief": sample()["brief"]}]

    says = text_of(send_file(page, json_file({"items": items, "lanes": 9, "colour": "red"})))

    assert "What goes for all rows and 1 row need a change." in says
    assert "All rows lanes Write a number from 1 to 5. All rows colour There is no such field" in says
    assert "Row 2 name Name the new funnel" in says


def test_of_a_very_long_report_the_rest_is_counted(page):
    brief = sample()["brief"] | {"topic": "", "author": "", "audience": "", "promise": ""}

    assert "And 20 more." in text_of(send_file(page, csv_file(*[{"brief": brief}] * 30)))


def test_a_ticked_funnel_that_cannot_be_started_is_named_and_stays_ticked(page, ana):
    first, second = make_funnel(ana, name="One"), make_funnel(ana, name="Two")
    start_job(second)

    answer = tick(page, first, second)

    assert "Two funnel This funnel is being generated already." in text_of(answer)
    assert f'value="{first.pk}" checked' in answer.content.decode()
    assert not GenerationBatch.objects.exists()


def test_somebody_elses_funnel_is_not_found(page):
    answer = tick(page, make_funnel(make_user("ben"), name="Hers alone"))

    assert "There is no funnel of yours with this id." in text_of(answer)
    assert "Hers alone" not in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"file": ""}, "Choose a CSV or JSON file first."),
        ({"from": "funnels"}, "Tick at least one funnel."),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("a.csv", b"\xff")}, "save it as CSV UTF-8"),
        ({"file": SimpleUploadedFile("a.csv", b"name\n")}, "has no rows below its first"),
        (
            {"file": SimpleUploadedFile("a.json", b"[{]")},
            "something is wrong in line 1.",
        ),
        ({"file": SimpleUploadedFile("a.json", b'{"items": 3}')}, "Give a list of items"),
        (
            {"file": json_file({"items": [], "blueprint": "novel"})},
            "blueprint It is another than the kind chosen here. Choose that, or leave it out.",
        ),
        ({"file": json_file({"items": [], "lanes": 9})}, "lanes Write a number from 1 to 5."),
        ({"file": json_file({"items": [], "colour": 1})}, "colour There is no such field; beside `items`"),
        ({"file": json_file({"items": [], "name": "a\nb"})}, "name Write it in one line."),
        ({"file": json_file({"items": [], "name": 7})}, "name Write a name of up to 200 characters."),
        ({"file": SimpleUploadedFile("a.json", b"[]")}, "started. Send 1 to 500 at once; these are 0."),
        ({"name": "two\nlines"}, "Write it in one line."),
        ({"scheduled_at": "2020-01-01T10:00"}, "This moment has passed."),
        ({"scheduled_at": "2090-01-03T10:00", "deadline": "2090-01-02T10:00"}, "Choose a later one"),
        ({"priority": "urgent"}, "not one of the available choices"),
        ({"blueprint": "novel"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_sent_is_told(page, fields, says):
    answer = page.post(NEW, {"from": "file", "blueprint": "funnel", "file": csv_file({})} | fields)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not GenerationBatch.objects.exists()


def test_a_file_that_is_too_large_is_told(page, monkeypatch):
    monkeypatch.setattr(forms, "MOST_BYTES", 100)

    assert "This file is too large" in text_of(send_file(page, csv_file({})))


def test_too_few_credits_are_told_once(page, ana):
    grant(ana, 20 - account_of(ana).balance, note="For a test", by=None)

    says = text_of(send_file(page, csv_file({}, {})))

    assert "Nothing was started." in says
    assert "28 credits" in says


def test_funnels_that_can_be_started_can_be_ticked(page, ana):
    for name in ("Ready to go", "Under way", "Half a brief"):
        make_funnel(ana, name=name, draft=name.startswith("Half"))
    start_job(Funnel.objects.get(name="Under way"))
    make_funnel(make_user("ben"), name="Of somebody else")

    html = page.get(NEW).content.decode()

    assert html.count('name="funnel"') == 1
    assert "Ready to go" in html


def test_who_may_not_choose_high_is_not_offered_it(page):
    store.save({HIGH_PRIORITY_FOR.key: "staff"}, None)

    assert 'value="high"' not in page.get(NEW).content.decode()


def test_while_generation_is_off_the_page_says_so_and_offers_nothing(page):
    store.save({GENERATION_ENABLED.key: False}, None)

    answer = page.get(NEW)

    assert "Generation is switched off at present." in text_of(answer)
    assert 'value="file" disabled' in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_of_every_kind_can_be_sent_as_it_is(page, kind):
    answer = page.get(f"/batches/template/{kind}/")

    assert answer["Content-Disposition"] == f'attachment; filename="galley-{kind}.csv"'
    send_file(page, SimpleUploadedFile("template.csv", answer.content), blueprint=kind)
    assert GenerationBatch.objects.get().jobs.filter(blueprint=kind).count() == 2


def test_there_is_no_template_of_a_kind_there_is_not(page):
    assert page.get("/batches/template/novel/").status_code == 404


def test_the_form_and_the_api_take_files_of_one_size():
    assert forms.MOST_BYTES == batch_file.MOST_BYTES
