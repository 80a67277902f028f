"""Text as it is written, under the title of its section."""

from playwright.sync_api import Page, expect

from tests.support.funnels import make_funnel, sample
from tests.support.jobs import begin, start_running, write

COVER = "Five days.\n\nChapters:\n" + "\n".join(f"{number}. Step {number}" for number in range(1, 8))


def say_text(page: Page, detail: dict[str, str]) -> None:
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('galley:text', {detail}))", detail)


def test_a_chapter_is_headed_by_the_name_that_its_cover_gave_it(signed_in):
    brief = sample()["brief"]
    for product in brief["products"].values():
        product.pop("chapters", None)
    funnel = make_funnel(signed_in.user, brief=brief)
    job = start_running(funnel)
    write(job, 1, COVER)
    told = {"job": str(job.pk), "task": begin(job, 2).task_key, "text": "A wor"}

    for place in ("read/?part=lead_magnet_part_2", "run/"):
        page = signed_in.open(f"/funnels/{funnel.pk}/{place}")
        for section, title in (("chapter_4", "Step 4"), ("unheard_of", "Unheard of")):
            say_text(page, told | {"section": section})
            expect(page.locator("[data-preview] h4")).to_have_text(title)
