"""The addresses of batches."""

from django.urls import path

from generation.web.batches import later, new, page, verbs

urlpatterns = [
    path("batches/", page.batches_page, name="batches"),
    path("batches/new/", new.new_batch, name="new_batch"),
    path("batches/template/<slug:blueprint>/", new.template, name="batch_template"),
    path("batches/<uuid:batch_id>/", page.batch_page, name="batch"),
    path("batches/<uuid:batch_id>/later/", later.later_page, name="move_batch"),
    path("batches/<uuid:batch_id>/cancel/", verbs.cancel, name="cancel_batch"),
    path("batches/<uuid:batch_id>/resume/", verbs.resume, name="resume_batch"),
]
