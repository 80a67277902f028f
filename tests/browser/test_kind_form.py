"""The form of a kind: a file chosen beside a field stands in it as text, and nothing starts unseen."""

from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import FilePayload, expect

from generation.models import GenerationJob

PLAN = FilePayload(name="plan.md", mimeType="text/markdown", buffer=b"# Our plan\n\nIt costs 19 dollars.\n")
PICTURE = FilePayload(name="plan.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + bytes(60))


def test_a_file_is_read_behind_what_is_typed_and_a_wrong_one_is_told_and_dropped(signed_in, funnel):
    signed_in.expect_trouble("status of 422")
    page = signed_in.open(reverse("kind_start", args=[funnel.pk, "documents"]))
    data, chosen = (
        page.get_by_label("Data", exact=False).first,
        page.get_by_label("Read a file into it: Project data"),
    )
    data.fill("Typed before.")

    chosen.set_input_files(PLAN)
    expect(data).to_have_value("Typed before.\n\n# Our plan\n\nIt costs 19 dollars.")
    chosen.set_input_files(PICTURE)

    expect(page.get_by_text("This is a picture.")).to_be_visible()
    expect(chosen).to_have_value("")
    expect(data).to_have_value("Typed before.\n\n# Our plan\n\nIt costs 19 dollars.")


def test_what_was_looked_over_starts_and_leads_to_its_run(signed_in, funnel):
    page = signed_in.open(reverse("kind_start", args=[funnel.pk, "documents"]))
    page.get_by_label("FAQ", exact=True).check()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Ready to write 1 part")).to_be_focused()

    page.get_by_role("button", name="Start", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert urlsplit(page.url).query == "kind=documents"
    assert GenerationJob.objects.get().inputs == {"documents": ["faq"]}
