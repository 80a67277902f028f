"""Batches: many jobs started at once, listed, read, and cancelled, resumed and moved as a whole."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, find_batch, listed, user_of, viewer
from generation.api.batch_bodies import BatchJsonParser, CsvParser, SentBatch, read_body, refuse_too_much
from generation.api.serializers.batches import (
    BatchChangeSerializer,
    BatchDetailSerializer,
    BatchFileSerializer,
    BatchForecastSerializer,
    BatchOutcomeSerializer,
    BatchSerializer,
    BatchStandingSerializer,
    RefusalSerializer,
)
from generation.api.starts import KEY_HEADER, key_of
from generation.blueprints import get_blueprint
from generation.engine.batches.outcome import Outcome
from generation.engine.batches.verbs import MOST_ITEMS, cancel_batch, move_batch, resume_batch, start_batch
from generation.engine.standing.batch_forecast import forecast_batch
from generation.engine.standing.batch_open import read_open
from generation.engine.standing.batches import batch_standing, batch_standings, jobs_of_batch
from generation.engine.standing.reach import reachable
from generation.engine.verbs.idempotency import start_once
from generation.models import GenerationBatch
from settings_app import store

_WITHOUT_ROWS = {"blueprint", "items", "file", "non_field_errors"}
"""Where one of these is wrong the rows cannot be read."""


@extend_schema_view(
    get=extend_schema(
        summary="List batches",
        description="The caller's own, the newest first, each with how its jobs stand.",
        responses=BatchStandingSerializer(many=True),
        parameters=[OpenApiParameter("owner", enum=["all"], description="Staff: everybody's.")],
    ),
    post=extend_schema(
        operation_id="batches_create",
        summary="Start many jobs at once",
        description=(
            f"Starts up to {MOST_ITEMS} jobs, all or none: where anything is wrong, `rows` names each row, "
            "its field and what would be right. Send JSON, a CSV file as the body (`text/csv`, with the "
            "other fields in the address), or one in a form (`multipart/form-data`)."
        ),
        request={
            "application/json": BatchSerializer,
            "multipart/form-data": BatchFileSerializer,
            "text/csv": {"type": "string"},
        },
        responses={202: BatchDetailSerializer},
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                location=OpenApiParameter.HEADER,
                description="The same key with the same request, within a day, answers with the same batch.",
            )
        ],
    ),
)
class BatchList(ApiView, generics.ListAPIView[GenerationBatch]):
    parser_classes = [BatchJsonParser, CsvParser, MultiPartParser]
    serializer_class = BatchStandingSerializer  # type: ignore[assignment]  # it prints how a batch stands
    queryset = GenerationBatch.objects.order_by("-created_at", "pk")

    def get_queryset(self) -> QuerySet[GenerationBatch]:
        return listed(super().get_queryset(), self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_too_much(request)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        batches = self.paginate_queryset(self.get_queryset())
        found = batch_standings(batches or [], viewer=viewer(request))
        return self.get_paginated_response([BatchStandingSerializer(batch).data for batch in found])

    def post(self, request: Request) -> Response:
        sent, key = read_body(request), key_of(request)

        def start() -> GenerationBatch:
            return _start(request, sent)

        asked = {"batch": sent.body}
        batch = start_once(owner=user_of(request), key=key, request=asked, start=start) if key else start()
        return _answer(request, batch.pk, status=202)


class BatchDetail(ApiView):
    @extend_schema(
        operation_id="batches_retrieve",
        summary="Read a batch",
        description=(
            "How its jobs stand, their ids, and what the caller may do with all of them. The jobs "
            "themselves are at `GET /api/jobs/?batch=`."
        ),
        responses=BatchDetailSerializer,
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        return _answer(request, batch_id)

    @extend_schema(
        operation_id="batches_partial_update",
        summary="Put off a batch, or bring it forward",
        description=(
            "Takes `scheduled_at` (null: now) and `deadline` (null: none), one of them or both, for all its "
            "jobs that are in line; 409 `not_in_line` where none is. Those whose deadline would be before "
            "the start are named in `refused`, and stop no other."
        ),
        request=BatchChangeSerializer,
        responses=BatchOutcomeSerializer,
    )
    def patch(self, request: Request, batch_id: UUID) -> Response:
        batch = find_batch(request, batch_id)
        wanted = BatchChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return _answer(request, batch_id, move_batch(batch, **wanted.validated_data))


class BatchCancel(ApiView):
    @extend_schema(
        operation_id="batches_cancel",
        summary="Cancel a batch",
        description="Cancels all its open jobs. Finished tasks stay, and it can be resumed.",
        request=None,
        responses=BatchOutcomeSerializer,
    )
    def post(self, request: Request, batch_id: UUID) -> Response:
        outcome = cancel_batch(find_batch(request, batch_id))
        return _answer(request, batch_id, outcome)


class BatchResume(ApiView):
    @extend_schema(
        operation_id="batches_resume",
        summary="Resume a batch",
        description=(
            "Resumes all its failed and cancelled jobs. Those that cannot be are named in `refused`, and "
            "stop no other."
        ),
        request=None,
        responses={202: BatchOutcomeSerializer},
    )
    def post(self, request: Request, batch_id: UUID) -> Response:
        outcome = resume_batch(find_batch(request, batch_id))
        return _answer(request, batch_id, outcome, status=202)


def _start(request: Request, sent: SentBatch) -> GenerationBatch:
    """Start it; what goes for all of it and is wrong is told with what is wrong in its rows."""
    asked = sent.asked
    if asked.is_valid():
        given = asked.validated_data
        kind = get_blueprint(given["blueprint"])
        return start_batch(
            user_of(request),
            rows=sent.rows_for(kind),
            name=given["name"],
            blueprint=kind.key,
            options=asked.options,
        )
    if asked.errors.keys() & _WITHOUT_ROWS:
        raise ValidationError(asked.errors)
    kind = get_blueprint(asked.initial_data.get("blueprint", asked.fields["blueprint"].default))
    wrong = {field: " ".join(map(str, says)) for field, says in asked.errors.items()}
    return start_batch(user_of(request), rows=sent.rows_for(kind), blueprint=kind.key, wrong=wrong)


def _answer(
    request: Request, batch_id: UUID, outcome: Outcome | None = None, *, status: int = 200
) -> Response:
    """Answer with the batch as it stands now, and with what came of a verb."""
    batch = get_object_or_404(reachable(GenerationBatch.objects.all(), user_of(request)), pk=batch_id)
    values = store.read_all()
    standing = batch_standing(batch, viewer=viewer(request), values=values)
    answer = dict(BatchStandingSerializer(standing).data)
    answer |= BatchForecastSerializer(forecast_batch(batch, read_open(standing, values))).data
    answer["jobs"] = list(jobs_of_batch(batch).values_list("pk", flat=True))
    if outcome:
        answer["refused"] = [RefusalSerializer(refusal).data for refusal in outcome.refused]
    return Response(answer, status=status)
