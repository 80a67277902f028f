"""The addresses of the reader."""

from django.urls import path

from generation.web.reader.editing import edit, preview
from generation.web.reader.history import history, restore
from generation.web.reader.offers import lock, offer
from generation.web.reader.pictures import picture
from generation.web.reader.reading import read
from generation.web.reader.regenerating import regenerate

urlpatterns = [
    path("funnels/<uuid:funnel_id>/read/", read, name="read"),
    path("funnels/<uuid:funnel_id>/regenerate/<slug:key>/", regenerate, name="regenerate_part"),
    path("sections/<uuid:section_id>/edit/", edit, name="edit_section"),
    path("sections/<uuid:section_id>/preview/", preview, name="preview_section"),
    path("sections/<uuid:section_id>/picture/", picture, name="section_picture"),
    path("sections/<uuid:section_id>/history/", history, name="section_history"),
    path("sections/<uuid:section_id>/restore/", restore, name="restore_revision"),
    path("sections/<uuid:section_id>/offer/", offer, name="section_offer"),
    path("sections/<uuid:section_id>/lock/", lock, name="lock_section"),
]
