"""Every page of the product, with the scenes it is shown in: for the checks and the pictures of them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from tests.support.scenes import Scene

Path = Callable[["Scene"], str]

_PAGES: tuple[tuple[str, tuple[str, ...], Path], ...] = (
    ("sign in", ("stranger",), lambda scene: reverse("sign_in")),
    ("dashboard", ("empty", "busy", "failed", "finished"), lambda scene: reverse("dashboard")),
    ("history", ("empty", "busy", "failed", "finished"), lambda scene: reverse("history")),
    ("account", ("empty",), lambda scene: reverse("account")),
    ("queue", ("staff",), lambda scene: reverse("queue")),
    ("settings", ("staff",), lambda scene: reverse("settings")),
)


@dataclass(frozen=True, kw_only=True)
class ShownPage:
    """A page as one person sees it."""

    name: str
    path: Path

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.name.replace(" ", "-")


def pages_by_scene() -> dict[str, list[ShownPage]]:
    """Return the pages shown in each scene, by the name of it in `scenes.SCENES`."""
    shown: dict[str, list[ShownPage]] = {}
    for name, scenes, path in _PAGES:
        for scene in scenes:
            shown.setdefault(scene, []).append(ShownPage(name=name, path=path))
    return shown
