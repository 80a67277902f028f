"""What is shown where the network is away."""

from playwright.sync_api import Page, expect

READY = "navigator.serviceWorker.ready.then(it => it.active.state)"
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(name => caches.open(name)));
  return (await Promise.all(caches_.map(cache => cache.keys()))).flat().map(it => new URL(it.url).pathname);
}"""


def open_with_worker(signed_in) -> Page:
    page = signed_in.open("/account/")
    page.evaluate(READY)
    page.wait_for_function("navigator.serviceWorker.controller")
    return page


def test_a_page_that_cannot_be_reached_is_a_page_of_ours(signed_in):
    page = open_with_worker(signed_in)

    with signed_in.offline():
        page.goto("/history/")
        expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.button')).fontWeight") == "500"


def test_nothing_is_kept_but_that_page_and_its_style(signed_in):
    page = open_with_worker(signed_in)
    page.goto("/history/")
    page.goto("/funnels/")

    kept = page.evaluate(KEPT)

    assert "/offline/" in kept
    assert [path for path in kept if path != "/offline/" and not path.endswith(".css")] == []


def test_back_on_the_network_pages_are_the_servers_again(signed_in):
    page = open_with_worker(signed_in)
    with signed_in.offline():
        page.goto("/history/")

    page.goto("/account/")

    expect(page.get_by_role("heading", name="You are offline")).to_have_count(0)
