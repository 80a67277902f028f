"""The service worker, as the server hands it out."""

from django.test import Client


def test_it_is_a_script_at_the_root_that_nobody_keeps():
    answer = Client().get("/sw.js")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_it_sets_no_cookie_and_asks_nobody_to_sign_in():
    answer = Client().get("/sw.js")

    assert not answer.cookies
    assert b"/offline/" in answer.content
