"""Messages in the corner."""

import pytest
from playwright.sync_api import Page, expect

SHOWN_MS = 5000
SPEAKS_AFTER_MS = 50
END = """async ({ text, fields }) => {
    const { showToast } = await import("/static/galley/js/toasts.js");
    const toast = document.createElement("output");
    toast.className = "toast";
    Object.assign(toast.dataset, fields);
    toast.append(text);
    showToast(toast);
}"""


@pytest.fixture
def page(signed_in) -> Page:
    signed_in.stop_time()
    return signed_in.open("/account/")


def say(page: Page, text: str, **fields: object) -> None:
    page.evaluate(
        "async said => (await import('/static/galley/js/toasts.js')).toast(said)", {"text": text, **fields}
    )
    page.clock.run_for(SPEAKS_AFTER_MS)


def toasts(page: Page):
    return page.locator(".toast")


def test_it_goes_after_a_while(page):
    say(page, "Saved.", tone="success")

    page.clock.fast_forward(SHOWN_MS - 1000)
    expect(toasts(page)).to_have_text("Saved.")
    page.clock.fast_forward(1000)
    expect(toasts(page)).to_have_count(0)


def test_it_waits_while_somebody_is_at_it(page):
    say(page, "Saved.")

    toasts(page).hover()
    page.clock.run_for(1)  # which the page takes to notice
    page.clock.fast_forward(SHOWN_MS + 1500)
    expect(toasts(page)).to_have_count(1)
    page.mouse.move(640, 20)
    page.clock.run_for(1)
    page.clock.fast_forward(SHOWN_MS)

    expect(toasts(page)).to_have_count(0)


def test_what_went_wrong_stays_until_it_is_dismissed(page):
    say(page, "It broke.", tone="error")

    page.clock.fast_forward(SHOWN_MS + 1000)
    expect(page.get_by_role("alert")).to_have_text("It broke.")
    toasts(page).get_by_role("button", name="Dismiss").click()

    expect(toasts(page)).to_have_count(0)


def test_three_are_shown_and_what_went_wrong_gives_way_last(page):
    say(page, "It broke.", tone="error")
    for number in range(4):
        say(page, f"Saved {number}.")

    expect(toasts(page)).to_have_text(["It broke.", "Saved 2.", "Saved 3."])


def test_of_more_endings_the_last_are_shown_and_how_many_more_there_are(page):
    def end(name: str, **fields: str) -> None:
        page.evaluate(END, {"text": f"{name} is ready.", "fields": {"ending": ""} | fields})
        page.clock.run_for(SPEAKS_AFTER_MS)

    say(page, "It broke.", tone="error")
    for name in "ABCD":
        end(name)
    expect(toasts(page)).to_have_text(["3 more runs have ended.History", "It broke.", "D is ready."])
    end("E", stays="")
    page.evaluate(END, {"text": "", "fields": {"more": "47"}})
    page.clock.run_for(SPEAKS_AFTER_MS)
    expect(toasts(page)).to_have_text(["51 more runs have ended.History", "It broke.", "E is ready."])

    page.clock.fast_forward(SHOWN_MS)
    expect(toasts(page)).to_have_text(["It broke.", "E is ready."])
    for name in "FG":
        end(name, stays="")
    page.clock.fast_forward(SHOWN_MS)

    expect(toasts(page)).to_have_text(["2 more runs have ended.History", "It broke.", "G is ready."])
