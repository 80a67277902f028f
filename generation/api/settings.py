"""The settings: staff read them; who may change them in the admin may here, all together or not at all."""

from collections.abc import Mapping

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView, user_of
from generation.api.pages import OnePage, answer_with_page
from generation.api.serializers.operations import SettingSerializer
from settings_app import store
from settings_app.permission import CHANGE_SETTINGS, NEEDS_PERMISSION


class SettingList(ApiView):
    pagination_class = OnePage
    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="settings_list",
        summary="List the settings",
        description="For staff: every setting with its value, default, limits, and who changed it when.",
        responses=SettingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return answer_with_page(request, store.describe(), SettingSerializer)

    @extend_schema(
        operation_id="settings_partial_update",
        summary="Change settings",
        description=(
            "For staff with the permission to change settings. Takes `{key: value, ...}`; an unknown key or "
            "a bad value saves nothing."
        ),
        request=OpenApiTypes.OBJECT,
        responses=SettingSerializer(many=True),
    )
    def patch(self, request: Request) -> Response:
        if not user_of(request).has_perm(CHANGE_SETTINGS):
            raise PermissionDenied(NEEDS_PERMISSION)
        if not isinstance(request.data, Mapping):
            raise ValidationError("Write an object: a value for each key that changes.")
        store.save(request.data, user_of(request))
        return self.get(request)
