"""What the harness itself promises: a page that does what no page may do is found out."""

from django.contrib.auth.models import User

from tests.support.browser import Visitor, wait_for
from tests.support.funnels import make_user
from tests.support.inspection import faults
from tests.support.screens import Looker


def test_what_no_page_may_do_is_a_complaint(browser, address):
    visitor = Visitor(browser, address)
    page = visitor.open("/sign-in/")

    page.evaluate("console.error('something broke')")
    page.evaluate("setTimeout(() => { throw new Error('nobody caught this') })")
    page.evaluate("new Image().src = 'http://elsewhere.example/pixel.png'")
    page.evaluate("document.body.setAttribute('style', 'color: red')")

    for complaint in (
        "something broke",
        "nobody caught this",
        "a request that left the host: http://elsewhere.example/pixel.png",
        "Content Security Policy",
    ):
        wait_for(page, lambda known=complaint: any(known in text for text in visitor.complaints()))
    visitor.close()


def test_only_the_trouble_that_is_expected_is_no_complaint(visitor):
    watched = visitor()
    watched.expect_trouble("status of 404")
    page = watched.open("/nowhere/")

    page.evaluate("console.error('something broke')")

    assert [text for text in watched.complaints() if "something broke" in text] == watched.complaints()
    watched.expect_trouble("something broke")


def test_every_request_of_a_page_is_noted(visitor):
    watched = visitor()
    watched.open("/sign-in/")

    assert ("GET", "/sign-in/", "document") in [(it.method, it.path, it.kind) for it in watched.asked]


def test_what_is_too_faint_in_one_theme_or_too_wide_on_one_screen_is_found(visitor):
    page = visitor().context.new_page()
    page.set_content(
        "<html lang=en><title>Test</title><style>:root { color-scheme: light dark }"
        " p { color: light-dark(#111, #333); background: light-dark(#fff, #222); width: 600px }</style>"
        "<main><h1>One</h1><p id=faint>Two</p></main></html>"
    )

    found = list(faults(Looker(page)))

    assert [text[:22] for text in found] == [
        "dark, 1280: color-cont",
        "dark, 390: color-contr",
        "390: scrolls sideways,",
        "390: scrolls sideways,",
    ]


def test_a_server_may_stop_between_two_tests_in_the_browser(standing_chromium, postgres_server):
    with standing_chromium.lent():
        make_user("ana")

    postgres_server.restart()

    with standing_chromium.lent():
        assert User.objects.get().username == "ana"
