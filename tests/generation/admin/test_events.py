from django.test import Client

from tests.support.admin import make_beat, text_of


def test_a_process_that_stopped_is_gone_and_raises_no_alarm(admin_client: Client) -> None:
    make_beat("worker@here:1", seconds_ago=3600)
    make_beat("worker@here:2")

    page = admin_client.get("/admin/generation/processbeat/")

    text = text_of(page)
    assert "gone since 20" in text
    assert "alive" in text
    assert "silent" not in text.lower()
