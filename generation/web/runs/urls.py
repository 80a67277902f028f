"""The addresses of runs."""

from django.urls import path

from generation.states import Priority
from generation.web.runs import history, later, opinions, page, start, verbs

urlpatterns = [
    path("history/", history.history, name="history"),
    path("funnels/<uuid:funnel_id>/", page.funnel_page, name="funnel"),
    path("funnels/<uuid:funnel_id>/run/", page.run_page, name="run"),
    path("funnels/<uuid:funnel_id>/generate/", verbs.generate, name="generate"),
    path("funnels/<uuid:funnel_id>/start/", start.start_page, name="start"),
    *(
        path(
            f"jobs/<uuid:job_id>/{priority}/",
            verbs.prioritise,
            {"priority": str(priority)},
            name=f"{priority}_job",
        )
        for priority in Priority
    ),
    path("jobs/<uuid:job_id>/later/", later.later_page, name="move_job"),
    path("jobs/<uuid:job_id>/cancel/", verbs.cancel, name="cancel_job"),
    path("jobs/<uuid:job_id>/resume/", verbs.resume, name="resume_job"),
    path("jobs/<uuid:job_id>/reset/", verbs.reset, name="reset_job"),
    path("jobs/<uuid:job_id>/rating/", opinions.rate, name="rate_job"),
    path("jobs/<uuid:job_id>/support/", opinions.support, name="support"),
    path("jobs/<uuid:job_id>/tasks/<slug:key>/retry/", verbs.retry, name="retry_task"),
]
