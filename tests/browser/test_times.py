"""Times that count in the page, by the server's clock."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

HOUR_MS = 3_600_000
WRONG_CLOCK = f"""
const now = Date.now, origin = performance.timeOrigin;
Date.now = () => now() + {HOUR_MS};
Object.defineProperty(performance, "timeOrigin", {{get: () => origin + {HOUR_MS}}});
"""
INSERT = """html => {
  document.getElementById("main").insertAdjacentHTML("beforeend", `<p id="times">${html}</p>`);
  document.dispatchEvent(new CustomEvent("galley:looked"));
}"""


def show(page: Page, html: str):
    page.evaluate(INSERT, html)
    return page.locator("#times time")


def moment(**ago: float) -> str:
    return (timezone.now() - timedelta(**ago)).isoformat()


@pytest.mark.parametrize("clock", ["", WRONG_CLOCK], ids=["right clock", "wrong clock"])
def test_they_count_by_the_servers_clock(signed_in, clock):
    signed_in.context.add_init_script(clock or "0")
    asked_at = timezone.now()
    page = signed_in.open("/account/")
    began, ends = moment(seconds=24), moment(seconds=-45)

    times = show(page, f'<time data-since="{began}"></time><time data-until="{ends}"></time>')
    since, until = (int(re.sub("^0:| s$", "", text)) for text in times.all_text_contents())

    # A page is older by as much as it took to come.
    took = (timezone.now() - asked_at).total_seconds()
    assert 23 - took <= since <= 25 + took
    assert 44 - took <= until <= 46 + took


def test_they_go_on_counting(visitor, transactional_db):
    anybody = visitor()  # whose page has no stream, and is not told the server's time again
    anybody.stop_time()
    page = anybody.open("/sign-in/")
    now = page.evaluate("Date.now()")

    until = datetime.fromtimestamp(now / 1000 + 64, tz=UTC)
    times = show(page, f'<time data-until="{until.isoformat()}"></time>')

    expect(times).to_have_text(re.compile(r"^1 min [45] s$"))
    page.clock.run_for(2000)
    expect(times).to_have_text(re.compile(r"^1 min [23] s$"))
    page.clock.run_for(64_000)
    expect(times).to_have_text("now")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<time data-since="{}" data-words></time>', "1 h 2 min"),
        ('<time data-since="{}"></time>', "1:02:0"),
        ('<time data-ago datetime="{}"></time>', "1 hour ago"),
        ('<time data-until="{}"></time>', "now"),
    ],
)
def test_each_kind_has_its_words(signed_in, html, text):
    page = signed_in.open("/account/")

    times = show(page, html.format(moment(minutes=62, seconds=1)))

    expect(times).to_contain_text(text)


def test_a_local_time_is_in_the_persons_own_zone_and_manner(visitor, transactional_db):
    page = visitor(locale="de-DE", timezone_id="Asia/Tokyo").open("/sign-in/")

    times = show(page, '<time data-local datetime="2026-11-25T21:00:00+00:00"></time>')

    expect(times).to_have_text("26.11.2026, 06:00")
