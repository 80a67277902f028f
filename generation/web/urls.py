"""The addresses of the pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("generation.web.frame.urls")),
    path("", include("generation.web.people.urls")),
    path("", include("generation.web.funnels.urls")),
    path("", include("generation.web.runs.urls")),
    path("", include("generation.web.kinds.urls")),
    path("", include("generation.web.batches.urls")),
    path("", include("generation.web.reader.urls")),
    path("", include("generation.web.exports.urls")),
    path("", include("generation.web.usage.urls")),
    path("", include("generation.web.staff.urls")),
]
