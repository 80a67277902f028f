"""The addresses of the exports."""

from django.urls import path

from generation.web.exports import page

urlpatterns = [
    path("funnels/<uuid:funnel_id>/export/", page.export_page, name="export"),
    path("funnels/<uuid:funnel_id>/export/files/", page.export_files, name="export_files"),
    path("exports/<uuid:file_id>/", page.download, name="export_download"),
]
