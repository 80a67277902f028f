"""The addresses of staff's pages."""

from django.urls import path

from generation.web.staff import failures, queue
from generation.web.staff.incidents import try_incident
from generation.web.staff.settings import reset_settings, settings_meaning, settings_page

urlpatterns = [
    path("queue/", queue.queue_page, name="queue"),
    path("queue/<uuid:job_id>/priority/", queue.prioritise, name="prioritise_job"),
    path("queue/<uuid:job_id>/cancel/", queue.cancel, name="cancel_queued_job"),
    path("queue/<uuid:job_id>/resume/", queue.resume, name="resume_failed_job"),
    path("queue/failures/", failures.failures_page, name="failures"),
    path("queue/failures/<slug:code>/resume/", failures.resume_all, name="resume_failures"),
    path("queue/incidents/<int:incident_id>/try/", try_incident, name="try_incident"),
    path("settings/", settings_page, name="settings"),
    path("settings/meaning/", settings_meaning, name="settings_meaning"),
    path("settings/reset/", reset_settings, name="reset_settings"),
]
