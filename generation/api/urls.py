"""The addresses below /api/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from generation.api import (
    batches,
    blueprints,
    content,
    estimates,
    events,
    funnels,
    jobs,
    queue,
    sections,
    settings,
    starts,
    tasks,
)
from generation.api.generation_status import GenerationStatus

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(permission_classes=[AllowAny]), name="docs"),
    path("blueprints/", blueprints.BlueprintList.as_view()),
    path("funnels/", funnels.FunnelList.as_view()),
    path("funnels/<uuid:funnel_id>/", funnels.FunnelDetail.as_view()),
    path("funnels/<uuid:funnel_id>/generate/", starts.FunnelGenerate.as_view()),
    path("funnels/<uuid:funnel_id>/resume/", starts.FunnelResume.as_view()),
    path("funnels/<uuid:funnel_id>/estimate/", estimates.FunnelEstimate.as_view()),
    path("funnels/<uuid:funnel_id>/content/", content.FunnelContent.as_view()),
    path("funnels/<uuid:funnel_id>/export/", content.FunnelExport.as_view()),
    path("events/", events.Events.as_view()),
    path("jobs/", jobs.JobList.as_view()),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view()),
    path("jobs/<uuid:job_id>/cancel/", jobs.JobCancel.as_view()),
    path("jobs/<uuid:job_id>/resume/", jobs.JobResume.as_view()),
    path("jobs/<uuid:job_id>/reset/", jobs.JobReset.as_view()),
    path("jobs/<uuid:job_id>/events/", events.JobEvents.as_view()),
    path("jobs/<uuid:job_id>/tasks/", tasks.TaskList.as_view()),
    path("jobs/<uuid:job_id>/tasks/<slug:key>/", tasks.TaskDetail.as_view()),
    path("jobs/<uuid:job_id>/tasks/<slug:key>/retry/", tasks.TaskRetry.as_view()),
    path("jobs/<uuid:job_id>/tasks/<slug:key>/regenerate/", tasks.TaskRegenerate.as_view()),
    path("sections/<uuid:section_id>/", sections.SectionDetail.as_view()),
    path("sections/<uuid:section_id>/revisions/", sections.RevisionList.as_view()),
    path("batches/", batches.BatchList.as_view()),
    path("batches/<uuid:batch_id>/", batches.BatchDetail.as_view()),
    path("batches/<uuid:batch_id>/cancel/", batches.BatchCancel.as_view()),
    path("batches/<uuid:batch_id>/resume/", batches.BatchResume.as_view()),
    path("queue/", queue.QueueView.as_view()),
    path("settings/", settings.SettingList.as_view()),
    path("generation-status/", GenerationStatus.as_view()),
]
