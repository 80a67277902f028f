"""What the harness itself promises: a page that does what no page may do is found out."""

from tests.support.browser import Visitor


def test_what_no_page_may_do_is_a_complaint(browser, address):
    visitor = Visitor(browser, address)
    page = visitor.open("/sign-in/")

    page.evaluate("console.error('something broke')")
    page.evaluate("setTimeout(() => { throw new Error('nobody caught this') })")
    page.evaluate("new Image().src = 'http://elsewhere.example/pixel.png'")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(200)
    visitor.close()

    complaints = "\n".join(visitor.complaints())
    assert "something broke" in complaints
    assert "nobody caught this" in complaints
    assert "a request that left the host: http://elsewhere.example/pixel.png" in complaints
    assert "Content Security Policy" in complaints


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
