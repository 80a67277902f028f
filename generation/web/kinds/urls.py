"""The addresses at which other kinds than the funnel itself are started."""

from django.urls import path

from generation.web.kinds import page, reading, start

urlpatterns = [
    path("funnels/<uuid:funnel_id>/write/", page.kinds_page, name="kinds"),
    path("funnels/<uuid:funnel_id>/write/<slug:kind>/", start.kind_page, name="kind_start"),
    path("funnels/<uuid:funnel_id>/write/<slug:kind>/read/", reading.read_file, name="kind_read"),
]
