"""What was written, over the API."""

import io
import zipfile

import pytest

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.exports import pdf
from generation.models import GenerationJob, Revision, Section
from tests.support.jobs import fail, start_running, write


def parts(api, funnel, query: str = "") -> list[dict]:
    answer = api.get(f"/api/funnels/{funnel.pk}/content/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["parts"]


def test_all_parts_are_listed_before_anything_is_written(api, funnel):
    listed = parts(api, funnel)

    assert len(listed) == 14
    assert listed[0] == {
        "task": "lead_magnet_part_1",
        "title": "Lead magnet, part 1",
        "group": "Product content",
        "product": "lead_magnet",
        "status": "pending",
        "sections": [],
    }


def test_finished_parts_are_readable_while_others_failed(api, funnel):
    job = start_running(funnel)
    write(job, 1, "What was written.")
    fail(job, 2)

    first, second, *_ = parts(api, funnel)

    assert (first["status"], second["status"]) == ("completed", "failed")
    assert first["sections"][0].keys() >= {
        *("id", "key", "kind", "title", "position", "body", "fields", "words", "version"),
        *("edited", "locked", "advice"),
    }


def test_each_kind_and_subject_of_a_funnel_has_content_of_its_own(api, funnel):
    inputs = {"documents": ["faq", "press_release"], "project": "Spring"}
    start_job(funnel, blueprint="documents", inputs=inputs)

    listed = parts(api, funnel, "?blueprint=documents&subject=Spring")

    assert [part["task"] for part in listed] == ["press_release", "faq"]
    assert len(parts(api, funnel)) == 14


def test_content_outlives_the_record_of_its_job(api, funnel):
    write(start_running(funnel), 1, "What was written.")
    GenerationJob.objects.all().delete()

    first = parts(api, funnel)[0]

    assert (first["status"], first["sections"][0]["body"]) == ("completed", "What was written.")


def test_a_part_nobody_wants_any_more_is_listed_last(api, funnel):
    write(start_running(funnel), 1, "What was written.")
    Section.objects.update(task_key="an_older_task")

    last = parts(api, funnel)[-1]

    assert (last["task"], last["sections"][0]["body"]) == ("an_older_task", "What was written.")


def test_retired_sections_are_left_out(api, funnel):
    write(start_running(funnel), 1)
    Section.objects.update(retired=True)

    assert parts(api, funnel)[0]["sections"] == []


def test_content_takes_few_queries(api, funnel, django_assert_max_num_queries):
    job = start_running(funnel)
    for position in range(1, 15):
        write(job, position)

    with django_assert_max_num_queries(7):
        parts(api, funnel)


def test_a_subject_nobody_wrote_about_is_empty(api, funnel):
    write(start_running(funnel), 1)

    assert parts(api, funnel, "?subject=other")[0]["sections"] == []


@pytest.mark.parametrize(
    "path",
    [
        "content/?blueprint=novel",
        "export/?format=docm",
        "export/?blueprint=novel",
        "export/?product=upsell_9",
    ],
)
def test_a_choice_that_is_not_there_is_400(api, funnel, path):
    assert api.get(f"/api/funnels/{funnel.pk}/{path}").status_code == 400


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("", "application/zip"),
        ("?format=zip", "application/zip"),
        ("?format=md", "text/markdown; charset=utf-8"),
        ("?format=html", "text/html; charset=utf-8"),
        ("?format=pdf", "application/pdf"),
        ("?format=epub", "application/epub+zip"),
        ("?format=docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_an_export_is_a_file(api, funnel, query, media_type):
    write(start_running(funnel), 1)

    answer = api.get(f"/api/funnels/{funnel.pk}/export/{query}", HTTP_ACCEPT="text/html")

    assert answer.status_code == 200
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment; filename=")


def test_a_format_there_is_nothing_for_is_refused_with_those_that_fit(api, funnel):
    write(start_running(funnel), 1)

    answer = api.get(f"/api/funnels/{funnel.pk}/export/?format=pptx")

    assert answer.status_code == 400
    assert "choose one of zip, pdf, docx, epub, html, md." in answer.content.decode()


def test_one_document_of_another_kind_is_exported_by_its_part(api, funnel):
    which = {"funnel": funnel, "blueprint": "documents", "task_key": "company_profile"}
    section = Section.objects.create(**which, key="summary", kind="prose", title="Summary", position=1)
    Revision.objects.create(section=section, number=1, body="Harbour Desk helps with mail.")

    query = "?blueprint=documents&format=md&product=company_profile"
    answer = api.get(f"/api/funnels/{funnel.pk}/export/{query}")

    assert answer["Content-Disposition"].endswith('-company-profile.md"')
    assert answer.content.decode() == "# Company profile\n\n## Summary\n\nHarbour Desk helps with mail.\n"


def test_a_zip_can_be_opened(api, funnel):
    write(start_running(funnel), 1)

    data = api.get(f"/api/funnels/{funnel.pk}/export/").content

    assert zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_an_export_of_nothing_is_409(api, funnel):
    answer = api.get(f"/api/funnels/{funnel.pk}/export/")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_written")


def test_an_export_of_a_subject_nothing_is_written_of_names_those_there_are(api, funnel):
    inputs = {"documents": ["faq"], "project": "Spring relaunch"}
    job = start_job(funnel, blueprint="documents", inputs=inputs)
    admit_jobs()
    write(job, 1)

    answers = [
        api.get(f"/api/funnels/{funnel.pk}/export/?blueprint={asked}")
        for asked in ("documents", "documents&subject=Autumn", "launch")
    ]

    assert [answer.json()["code"] for answer in answers] == ["nothing_written"] * 3
    assert [answer.json()["detail"] for answer in answers] == [
        *["Nothing is written of this subject. Choose one that is: Spring relaunch."] * 2,
        "Nothing is written yet. Generate the launch first.",
    ]


def test_an_export_of_one_product_bears_its_name(api, funnel):
    write(start_running(funnel), 1)

    answer = api.get(f"/api/funnels/{funnel.pk}/export/?format=pdf&product=lead_magnet")

    assert answer["Content-Disposition"] == 'attachment; filename="the-40-minute-inbox.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_an_export_of_a_product_nobody_has_written_yet_is_409(api, funnel):
    write(start_running(funnel), 1)

    answer = api.get(f"/api/funnels/{funnel.pk}/export/?product=bump")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_written")


def test_a_product_that_is_not_there_is_answered_with_those_that_are(api, funnel):
    answer = api.get(f"/api/funnels/{funnel.pk}/export/?product=upsell_9")

    assert answer.status_code == 400
    assert "lead_magnet, front_end, bump, upsell_1, upsell_2" in answer.json()["errors"]["product"]


def test_a_file_that_cannot_be_made_is_500_and_says_what_to_do(api, funnel, monkeypatch):
    write(start_running(funnel), 1)
    monkeypatch.setattr(pdf, "_PROGRAM", "nowhere.py")

    answer = api.get(f"/api/funnels/{funnel.pk}/export/?format=pdf")

    assert (answer.status_code, answer.json()["code"]) == (500, "export_failed")
    assert "Choose another format" in answer.json()["detail"]


def test_somebody_elses_export_is_404(other, funnel):
    assert other.get(f"/api/funnels/{funnel.pk}/export/?format=pdf").status_code == 404
