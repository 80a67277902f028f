"""The addresses of the exports."""

from django.urls import path

from generation.web.exports import page

urlpatterns = [
    path("funnels/<uuid:funnel_id>/export/", page.export_page, name="export"),
    path("exports/<uuid:file_id>/", page.download, name="export_download"),
]
