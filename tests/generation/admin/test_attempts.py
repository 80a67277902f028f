from django.test import Client

from generation.models import GenerationJob, TaskAttempt
from tests.support.admin import text_of


def test_the_page_shows_all_that_is_known(admin_client: Client, failed_job: GenerationJob) -> None:
    attempt = TaskAttempt.objects.get()

    text = text_of(admin_client.get(f"/admin/generation/taskattempt/{attempt.pk}/change/"))

    for words in (
        "40.0 s",
        "validation success 0.01 s",
        "status 529",
        "$0.0183",
        "1200",
        "max_retry_attempts",
    ):
        assert words in text
