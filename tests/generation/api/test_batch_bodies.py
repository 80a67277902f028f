"""Batches sent over the API in three forms: started all or none, refused row by row."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from generation.api import batch_bodies
from generation.api.serializers.batches import BatchItemSerializer, BatchSerializer
from generation.blueprints import get_blueprint
from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant
from generation.engine.batches.columns import columns_of
from generation.engine.batches.file import write_batch_file
from generation.engine.batches.items import BatchItem
from generation.engine.batches.verbs import cancel_batch
from generation.engine.verbs.deletion import delete_funnel
from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationBatch, GenerationJob
from tests.support.funnels import make_funnel, make_user, sample

BATCHES = "/api/batches/"


def items(many: int) -> list[dict]:
    return [{"name": f"Funnel {number}", "brief": sample()["brief"]} for number in range(1, many + 1)]


def csv_of(*rows: dict) -> str:
    return write_batch_file(get_blueprint("funnel"), rows or items(2))


def start(api, body: object = None, *, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return api.post(BATCHES, body or {"items": items(2)}, headers=headers)


def start_by_csv(api, content: str, query: str = ""):
    return api.post(f"{BATCHES}{query}", content, content_type="text/csv")


def test_a_batch_is_answered_with_the_ids_of_its_jobs(api, ana):
    answer = start(api, {"name": "Spring", "items": items(3)})

    told = answer.json()
    assert answer.status_code == 202
    assert (told["name"], told["blueprint"], told["status"], told["total"]) == (
        *("Spring", "funnel"),
        *("queued", 3),
    )
    assert told["progress"] == {"completed": 0, "total": 42, "percent": 0, "message": "3 in line"}
    assert told["statuses"]["queued"] == 3
    assert told["actions"] == ["cancel"]
    named = [GenerationJob.objects.get(pk=job_id).funnel.name for job_id in told["jobs"]]
    assert named == ["Funnel 1", "Funnel 2", "Funnel 3"]
    assert Funnel.objects.filter(owner=ana).count() == 3


def test_a_job_names_its_batch_and_jobs_are_listed_by_it(api, ana):
    told = start(api).json()
    start_job(make_funnel(ana))

    listed = api.get(f"/api/jobs/?batch={told['id']}").json()

    assert listed["count"] == 2
    assert {job["batch"] for job in listed["results"]} == {told["id"]}


def test_what_goes_for_all_stands_beside_the_items(api):
    wanted = {"items": [*items(1), items(2)[1] | {"priority": "high"}], "priority": "low", "lanes": 3}

    start(api, wanted)

    found = GenerationJob.objects.order_by("created_at").values_list("priority", "lanes")
    assert list(found) == [("low", 3), ("high", 3)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("items", "many"),
        ("items", []),
        ("name", "two\nlines"),
        ("blueprint", "novel"),
        ("priority", "urgent"),
        ("inputs", {}),
        ("itmes", []),
    ],
)
def test_what_is_wrong_for_all_is_named(api, field, value):
    answer = start(api, {"items": items(1), field: value})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_each_wrong_row_is_named_with_its_field_and_nothing_is_started(api):
    wrong = items(3)
    wrong[0]["brief"] |= {"topic": ""}
    wrong[2]["language"] = "tlh"

    answer = start(api, {"items": wrong})

    told = answer.json()
    assert (answer.status_code, told["code"]) == (400, "invalid")
    assert list(told["errors"]) == ["row 1: brief.topic", "row 3: language"]
    assert [(row["row"], row["field"]) for row in told["rows"]] == [(1, "brief.topic"), (3, "language")]
    assert told["rows"][0]["message"] == told["errors"]["row 1: brief.topic"]
    assert (Funnel.objects.count(), GenerationBatch.objects.count()) == (0, 0)


def test_an_item_that_is_no_object_is_named(api):
    assert list(start(api, {"items": [*items(1), 7, None]}).json()["errors"]) == [
        "row 2: item",
        "row 3: item",
    ]


def test_somebody_elses_funnel_is_not_found(api):
    theirs = make_funnel(make_user("ben"))

    answer = start(api, {"items": [{"funnel": str(theirs.pk)}]})

    assert answer.json()["errors"] == {"row 1: funnel": "There is no funnel of yours with this id."}


def test_what_credits_do_not_reach_for_is_refused_in_one_sentence(api, ana):
    grant(ana, 20 - account_of(ana).balance, note="For a test", by=None)

    answer = start(api)

    assert (answer.status_code, answer.json()["code"]) == (409, "no_credits")
    assert not GenerationJob.objects.exists()


def test_a_csv_file_is_the_body_and_the_rest_stands_in_the_address(api):
    answer = start_by_csv(api, csv_of(), "?name=Spring&priority=low")

    assert (answer.status_code, answer.json()["name"], answer.json()["total"]) == (202, "Spring", 2)
    assert set(GenerationJob.objects.values_list("priority", flat=True)) == {"low"}
    assert Funnel.objects.first().brief == sample()["brief"]


def test_a_csv_file_is_sent_in_a_form(api):
    file = SimpleUploadedFile("spring.csv", csv_of().encode(), content_type="application/vnd.ms-excel")

    answer = api.post(BATCHES, {"file": file, "name": "Spring", "priority": ""}, format="multipart")

    assert (answer.status_code, answer.json()["total"]) == (202, 2)
    job = GenerationJob.objects.first()
    assert (job.priority_given, job.continue_on_failure, job.skip_quality_check) == (False, False, False)


def sent_as_file(api, body: object, **form: str):
    file = SimpleUploadedFile("spring.json", json.dumps(body).encode())
    return api.post(BATCHES, form | {"file": file}, format="multipart")


def test_a_body_is_a_file_too_and_what_the_form_says_goes_before(api):
    body = {"name": "Spring", "priority": "low", "lanes": 3, "skip_quality_check": True, "items": items(1)}

    answer = sent_as_file(api, body, priority="", lanes="2", skip_quality_check="false")

    assert (answer.status_code, answer.json()["name"]) == (202, "Spring")
    job = GenerationJob.objects.get()
    assert (job.priority, job.lanes, job.skip_quality_check) == ("low", 2, False)


def test_what_is_wrong_beside_the_items_is_told_with_what_is_wrong_in_them(api):
    body = {"lanes": 9, "colour": "red", "items": [*items(1), {"name": "Two"}]}

    for answer in (sent_as_file(api, body), start(api, body)):
        told = answer.json()
        assert (answer.status_code, sorted(told["errors"])) == (400, ["colour", "lanes", "row 2: brief"])
        assert [(row["row"], row["field"]) for row in told["rows"]] == [(2, "brief")]
    assert (Funnel.objects.count(), GenerationBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("form", [{}, {"file": "a text"}, {"file": SimpleUploadedFile("a.csv", b"")}])
def test_a_form_without_a_file_is_refused_by_name(api, form):
    answer = api.post(BATCHES, form, format="multipart")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["file"])


def test_the_rows_of_a_file_are_named_as_a_spreadsheet_counts_them(api):
    content = csv_of(*items(1), items(1)[0] | {"language": "tlh"})

    assert list(start_by_csv(api, content).json()["errors"]) == ["row 3: language"]


def test_all_that_is_wrong_with_a_file_is_told_at_once_by_its_own_columns(api):
    content = "name,colour,brief.topic,priority,language\nOne,,Tea,urgent,\nTwo,,Tea,,,more\n,red,,,xx\n"

    told = start_by_csv(api, content).json()["rows"]

    fields = {row: [each["field"] for each in told if each["row"] == row] for row in (1, 2, 3, 4)}
    assert (fields[1], fields[3]) == (["colour"], ["column 6"])
    assert {"priority", "brief.audience", "brief.products.bump.name"} < set(fields[2])
    assert {"name", "language", "brief.topic", "brief.bundle.price"} < set(fields[4])
    columns = {column.name for column in columns_of(get_blueprint("funnel"))}
    assert columns.issuperset(fields[2] + fields[4])


def test_of_very_many_problems_the_first_are_told_and_that_there_are_more(api):
    told = start_by_csv(api, "name\n" + "One\n" * 10).json()

    assert (len(told["rows"]), len(told["errors"])) == (200, 200)
    assert "more are left out; mend these first." in told["detail"]


@pytest.mark.parametrize("content", ["", "\n"])
def test_a_file_that_is_none_is_refused(api, content):
    told = start_by_csv(api, content).json()["errors"]

    assert told == {"file": "The file is empty. Its first row names the columns."}


@pytest.mark.parametrize(
    ("content", "content_type"),
    [("name\n" + "x" * 200, "text/csv"), (json.dumps({"items": ["x" * 200]}), "application/json")],
)
def test_too_much_is_refused_before_it_is_read(api, monkeypatch, content, content_type):
    monkeypatch.setattr(batch_bodies, "MOST_BYTES", 100)

    answer = api.post(BATCHES, content, content_type=content_type)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["detail"] == "That is more than 100 bytes."


def test_too_many_items_are_refused_before_any_is_looked_at():
    asked = BatchSerializer(data={"items": [None] * 501})

    assert not asked.is_valid()
    assert asked.errors["items"] == ["Send 1 to 500 at once; these are 501."]


def test_a_form_of_another_kind_is_refused_with_those_there_are(api):
    answer = api.post(BATCHES, "<items/>", content_type="text/xml")

    assert answer.status_code == 415
    for kind in ("application/json", "text/csv", "multipart/form-data"):
        assert f"`Content-Type: {kind}`" in answer.json()["detail"]


def test_the_same_key_answers_with_the_same_batch(api):
    wanted = {"items": items(2)}

    first, second = (start(api, wanted, key="k") for _ in range(2))

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert GenerationJob.objects.count() == 2


def test_the_same_key_answers_with_the_same_batch_though_its_first_run_is_gone(api):
    wanted = {"items": items(2)}
    first = start(api, wanted, key="k").json()
    cancel_batch(GenerationBatch.objects.get())
    delete_funnel(Funnel.objects.get(jobs=first["jobs"][0]))

    again = start(api, wanted, key="k")

    assert (again.status_code, again.json()["id"], again.json()["total"]) == (202, first["id"], 1)
    assert GenerationBatch.objects.count() == 1


def test_the_same_key_for_another_file_is_refused(api):
    headers = {"Idempotency-Key": "k"}
    for content in (csv_of(), csv_of(*items(1))):
        answer = api.post(BATCHES, content, content_type="text/csv", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_a_batch_that_was_refused_leaves_no_key(api):
    start(api, {"items": [{}]}, key="k")

    assert start(api, key="k").status_code == 202


def test_nobody_starts_without_signing_in(db, client):
    assert client.post(BATCHES, "name\n", content_type="text/csv").status_code == 401


def test_the_description_of_an_item_names_what_one_may_say():
    assert set(BatchItemSerializer().fields) == set(BatchItem.model_fields)
