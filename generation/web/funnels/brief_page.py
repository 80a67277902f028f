"""The page of one step of a brief, whole or in pieces."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from generation.engine.allowances.means import means_of
from generation.engine.content.last_job import last_job
from generation.engine.content.written import amounts_written
from generation.engine.writers.choice import choose_writer
from generation.languages import LANGUAGES
from generation.models import Funnel
from generation.providers import spec_of
from generation.web.estimates import in_words
from generation.web.funnels.check import Check, check
from generation.web.funnels.fields import FORMATS
from generation.web.funnels.findings import Findings, find
from generation.web.funnels.forms import StepForm
from generation.web.funnels.merge import Seen
from generation.web.funnels.steps import FIELDS, FIRST, LAST, STEPS, Step, step_after, step_before
from generation.web.funnels.values import text_of, write
from generation.web.questions import before_generating
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """A step as the list of steps shows it; `lacking` is how much of it is missing or wrong."""

    step: Step
    number: int
    lacking: int
    is_here: bool


@dataclass(kw_only=True)
class BriefPage:
    """One step of one funnel's brief as it is shown.

    `seen` is what the page has seen of the stored brief, `theirs` what another tab wrote where this one wrote
    too. `tells_missing` marks what is not written yet as well.
    """

    request: HttpRequest
    funnel: Funnel
    step: Step
    form: StepForm
    seen: Seen
    theirs: Mapping[str, str] = field(default_factory=dict)
    tells_missing: bool = False

    @cached_property
    def shown(self) -> Funnel:
        """The funnel as it would be with all that the form shows."""
        shown = Funnel(
            pk=self.funnel.pk,
            name=self.funnel.name,
            language=self.funnel.language,
            brief=deepcopy(self.funnel.brief),
        )
        for path, text in self.form.typed.items():
            write(shown, FIELDS[path], text)
        return shown

    @cached_property
    def findings(self) -> Findings:
        return find(self.shown)

    @property
    def wrong(self) -> dict[str, str]:
        """What stands in this step's fields and cannot stay."""
        here = self.findings.of(self.step)
        return {path: sentence for path, sentence in self.findings.wrong.items() if path in here}

    def whole(self, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        return render(self.request, "web/funnels/brief.html", self._context(), status=status)

    def pieces(self, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """Answer a save in passing with what has changed on the page; fields stay as they are typed."""
        return render(self.request, "web/funnels/brief_pieces.html", self._context(), status=status)

    def _context(self) -> dict[str, Any]:
        groups = list(self.form.groups(self.findings, tell_missing=self.tells_missing, theirs=self.theirs))
        fields = [shown for group in groups for shown in group.fields]
        told = self.request.headers.get("HX-Trigger-Name", "")
        return {
            "funnel": self.funnel,
            "step": self.step,
            "steps": list(self._steps()),
            "before": None if self.step is FIRST else step_before(self.step),
            "after": None if self.step is LAST else step_after(self.step),
            "groups": groups,
            "errors": [shown for shown in fields if shown.error],
            "told": next((shown for shown in fields if shown.field.name == told), None),
            "conflicts": [shown for shown in fields if shown.theirs is not None],
            "seen": json.dumps(self.seen),
            "saved_at": timezone.now(),
            "fits": not self.form.errors,
            "has_gaps": any(
                not field.optional and not text_of(self.shown, field) for field in self.step.fields
            ),
            "formats": FORMATS,
            **self._check(),
        }

    def _steps(self) -> Iterator[ShownStep]:
        for number, step in enumerate(STEPS, start=1):
            lacking = len(self.findings.of(step))
            yield ShownStep(step=step, number=number, lacking=lacking, is_here=step is self.step)

    def _check(self) -> dict[str, Any]:
        """Return what the last step shows of the whole, and of a run there was.

        `begins` says that a first run begins here, `closed` why none may at present; what is written
        already is regenerated on its run page.
        """
        job = last_job(self.funnel)
        if self.step is not LAST:
            return {"job": job}
        checked = check(self.shown, self.findings)
        estimate = in_words(checked.estimate) if checked.estimate else None
        takes = estimate.whole if estimate else ""
        begins = job is None and not amounts_written([self.funnel.pk])
        return {
            "job": job,
            "begins": begins,
            **(self._means(checked) if begins else {}),
            "check": checked,
            "estimate": estimate,
            "question": before_generating(self.funnel.pk, parts=checked.count, takes=takes),
            "not_english": self._language_the_writer_cannot(),
        }

    def _means(self, checked: Check) -> dict[str, Any]:
        """Return why nothing may begin, or what a whole run costs of how many credits, and why not that."""
        owner_id = self.funnel.owner_id
        means, is_own = means_of([owner_id], store.read_all())[owner_id], self._is_own
        if means.closed:
            return {"closed": means.closed.in_words(is_own=is_own)}
        if checked.gaps:
            return {}
        refusal = means.why_no_start(checked.count)
        return {
            "credits": f"{checked.count} of {means.account.balance:,}",
            "refusal": refusal.in_words(is_own=is_own) if refusal else "",
            "is_own": is_own,
        }

    @property
    def _is_own(self) -> bool:
        return self.funnel.owner_id == self.request.user.pk

    def _language_the_writer_cannot(self) -> str:
        """Return the funnel's language where the demo writer writes, who knows English only; else nothing."""
        languages = spec_of(choose_writer(store.read_all()).provider).languages
        if not languages or self.shown.language in languages:
            return ""
        return LANGUAGES.get(self.shown.language, self.shown.language)
