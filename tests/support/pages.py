"""Every page of the product, with the scenes it is shown in: for the checks and the pictures of them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.support.scenes import Scene

About = Callable[["Scene"], list[Any]]
Act = Callable[[Page, "Scene"], None]

REFUSALS = tuple(f"status of {status}" for status in (403, 404, 409, 500))
"""What the browser says by itself of the pages that are shown where something is refused."""

OF_NOTHING: About = lambda scene: []  # noqa: E731 - four of a kind
OF_FUNNEL: About = lambda scene: [scene.funnel.pk]  # noqa: E731
OF_JOB: About = lambda scene: [scene.job.pk]  # noqa: E731
OF_SECTION: About = lambda scene: [scene.section.pk]  # noqa: E731


@dataclass(frozen=True)
class ShownPage:
    """A page as one person sees it. `about` are the arguments of its address, `query` what follows them.

    `address` is the name of its address; of a page that has none, the path. `act` is what the person does
    there before it looks as its name says.
    """

    name: str
    address: str
    scenes: tuple[str, ...]
    about: About = OF_NOTHING
    query: Callable[["Scene"], str] = lambda scene: ""
    act: Act = lambda page, scene: None

    def show(self, page: Page, scene: "Scene") -> None:
        page.goto(self.path(scene))
        self.act(page, scene)

    def path(self, scene: "Scene") -> str:
        if self.address.startswith("/"):
            return self.address
        return reverse(self.address, args=self.about(scene)) + self.query(scene)

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.name.replace(",", "").replace(" ", "-")


def _of_launch(**asked: str) -> Callable[["Scene"], str]:
    """Return what follows the address of a page of the scene's launch."""
    return lambda scene: (
        f"?{urlencode({'kind': 'launch', 'subject': scene.job and scene.job.subject, **asked})}"
    )


def _last_in_line(scene: "Scene") -> list[Any]:
    from generation.models import GenerationJob

    return [GenerationJob.objects.filter(owner=scene.user, status="queued").latest("created_at").pk]


def _step(slug: str) -> About:
    return lambda scene: [*OF_FUNNEL(scene), slug]


def _kind(key: str) -> About:
    return lambda scene: [*OF_FUNNEL(scene), key]


def _look_over(page: Page, scene: "Scene") -> None:
    page.get_by_label("FAQ", exact=True).check()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def _save_over_theirs(page: Page, scene: "Scene") -> None:
    from tests.support.edits import save

    assert scene.section
    save(scene.section, "# Calm Inbox\n\nBy another hand.")
    page.get_by_label("Text", exact=True).fill("# Calm Inbox\n\nBy mine.")
    expect(page.locator(".conflict")).to_be_visible()


def _tell_webhooks(page: Page, scene: "Scene") -> None:
    from tests.support.deliveries import make_delivery, make_webhook

    good = make_webhook(scene.user)
    bad = make_webhook(scene.user, is_on=False, off_because="It answered 410 Gone.")
    make_delivery(good, status="sent")
    make_delivery(good, error="It answered 503 Service Unavailable.", tries=2)
    make_delivery(bad, status="failed", error="It answered 410 Gone.", tries=1)
    page.reload()


def _incident(scene: "Scene") -> list[Any]:
    from generation.models import ProviderIncident

    return [ProviderIncident.objects.values_list("pk", flat=True).latest("pk")]


def _ask_to_cancel(page: Page, scene: "Scene") -> None:
    page.get_by_role("link", name="Cancel").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _reset_link(scene: "Scene") -> list[Any]:
    assert scene.user
    return [urlsafe_base64_encode(force_bytes(scene.user.pk)), default_token_generator.make_token(scene.user)]


def _address_link(scene: "Scene") -> list[Any]:
    from generation.engine.outbox.confirmed import token_for

    assert scene.user
    type(scene.user).objects.filter(pk=scene.user.pk).update(email="ana@shop.example")
    return [token_for(scene.user.pk, "ana@shop.example")]


PAGES: tuple[ShownPage, ...] = (
    ShownPage("sign in", "sign_in", ("stranger",)),
    ShownPage("sign up", "sign_up", ("stranger",)),
    ShownPage("password forgotten", "password_forgotten", ("stranger",)),
    ShownPage("password sent", "password_sent", ("stranger",)),
    ShownPage("not found", "/nowhere/", ("stranger", "empty")),
    ShownPage("not allowed", "queue", ("empty",)),
    ShownPage("broken", "/broken/", ("empty",)),
    ShownPage("password new", "password_new", ("empty",), about=_reset_link),
    ShownPage("confirm address", "confirm_address", ("empty",), about=_address_link),
    ShownPage("offline", "offline", ("stranger",)),
    ShownPage("dashboard", "dashboard", ("empty", "busy", "failed", "cancelled", "finished")),
    ShownPage("new funnel", "new_funnel", ("empty",)),
    ShownPage("brief, audience", "brief", ("draft", "fresh"), about=_step("audience")),
    ShownPage("brief, offer", "brief", ("draft", "fresh"), about=_step("offer")),
    ShownPage("brief, style", "brief", ("draft", "fresh"), about=_step("style")),
    ShownPage("start", "start", ("fresh",), about=OF_FUNNEL),
    ShownPage("write more", "kinds", ("fresh",), about=OF_FUNNEL),
    ShownPage(
        "new documents, looked over", "kind_start", ("fresh",), about=_kind("documents"), act=_look_over
    ),
    ShownPage("later", "move_job", ("batched",), about=_last_in_line),
    ShownPage("run", "run", ("fresh", "busy", "failed", "cancelled", "finished"), about=OF_FUNNEL),
    ShownPage(
        "run, one part",
        "run",
        ("busy", "failed", "finished"),
        about=OF_FUNNEL,
        query=lambda scene: f"?task={scene.part}",
    ),
    ShownPage("read", "read", ("busy", "failed", "finished", "offered"), about=OF_FUNNEL),
    ShownPage("read, deck", "read", ("kinds",), about=OF_FUNNEL, query=_of_launch(part="deck")),
    ShownPage("offer", "section_offer", ("offered",), about=OF_SECTION),
    ShownPage("edit", "edit_section", ("finished",), about=OF_SECTION),
    ShownPage("edit, conflict", "edit_section", ("finished",), about=OF_SECTION, act=_save_over_theirs),
    ShownPage("versions", "section_history", ("finished",), about=OF_SECTION),
    ShownPage(
        "regenerate", "regenerate_part", ("finished",), about=lambda scene: [*OF_FUNNEL(scene), scene.part]
    ),
    ShownPage("export", "export", ("busy", "finished"), about=OF_FUNNEL),
    ShownPage("batches", "batches", ("empty", "batched")),
    ShownPage("new batch", "new_batch", ("empty", "batched")),
    ShownPage("batch", "batch", ("batched",), about=lambda scene: [scene.job and scene.job.batch_id]),
    ShownPage(
        "batch, later", "move_batch", ("batched",), about=lambda scene: [scene.job and scene.job.batch_id]
    ),
    ShownPage("history", "history", ("empty", "busy", "failed", "finished")),
    ShownPage("usage", "usage", ("empty", "busy", "failed")),
    ShownPage("receipt", "receipt", ("failed", "finished"), about=OF_JOB),
    ShownPage("account", "account", ("empty",)),
    ShownPage("notifications", "notifications", ("empty",)),
    ShownPage("notifications, webhooks", "notifications", ("failed",), act=_tell_webhooks),
    ShownPage("change password", "change_password", ("empty",)),
    ShownPage("support", "support", ("failed",), about=OF_JOB),
    ShownPage("queue", "queue", ("staff",)),
    ShownPage("queue, failed", "queue", ("staff",), query=lambda scene: "?status=failed"),
    ShownPage("failures", "failures", ("staff",)),
    ShownPage("queue, asks to cancel", "queue", ("staff",), act=_ask_to_cancel),
    ShownPage("cancel", "cancel_queued_job", ("staff",), about=OF_JOB),
    ShownPage("settings", "settings", ("staff",)),
)


_CALM_INBOX = "?kind=documents&subject=Calm+Inbox"
_HELD = ("gate", "incident", "budget", "stopped", "left", "line", "later")

ONLY_PICTURES: tuple[ShownPage, ...] = (
    ShownPage("run", "run", _HELD, about=OF_FUNNEL),
    ShownPage("dashboard", "dashboard", (*_HELD, "kinds")),
    ShownPage("run, launch", "run", ("kinds",), about=OF_FUNNEL, query=_of_launch()),
    ShownPage("run, documents", "run", ("kinds",), about=OF_FUNNEL, query=lambda scene: _CALM_INBOX),
    ShownPage("read, documents", "read", ("kinds",), about=OF_FUNNEL, query=lambda scene: _CALM_INBOX),
    ShownPage("read, pages", "read", ("kinds",), about=OF_FUNNEL, query=_of_launch(part="enrolment_pages")),
    ShownPage("read, messages", "read", ("kinds",), about=OF_FUNNEL, query=_of_launch(part="follow_up")),
    ShownPage("export, launch", "export", ("kinds",), about=OF_FUNNEL, query=_of_launch()),
    ShownPage("edit, hero", "edit_section", ("kinds",), about=OF_SECTION),
    ShownPage("history", "history", ("kinds",)),
    ShownPage("queue", "queue", ("unmanned",)),
    ShownPage("failures", "failures", ("unmanned",)),
    ShownPage("admin", "admin:index", ("staff", "unmanned")),
    ShownPage("admin, incidents", "admin:generation_providerincident_changelist", ("unmanned",)),
    ShownPage("admin, incident", "admin:generation_providerincident_change", ("unmanned",), about=_incident),
    ShownPage("admin, audit log", "admin:generation_auditentry_changelist", ("unmanned",)),
)
"""What is drawn beside the others for `make screenshots`, and costs the tests nothing."""


def pages_by_scene(pages: tuple[ShownPage, ...] = PAGES) -> dict[str, list[ShownPage]]:
    """Return the pages shown in each scene, by the name of it in `scenes.SCENES` or `held_scenes.HELD`."""
    shown: dict[str, list[ShownPage]] = {}
    for page in pages:
        for scene in page.scenes:
            shown.setdefault(scene, []).append(page)
    return shown
