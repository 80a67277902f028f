"""The addresses of usage."""

from django.urls import path

from generation.web.usage import page, receipt

urlpatterns = [
    path("usage/", page.usage, name="usage"),
    path("jobs/<uuid:job_id>/receipt/", receipt.receipt, name="receipt"),
]
