"""What people have to begin something with: whether anything may begin for them, how, and of how much."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from generation.app_settings import DAILY_JOB_LIMIT, EVERYONE, GENERATION_ENABLED_FOR, HIGH_PRIORITY_FOR
from generation.engine.allowances.accounts import accounts_of, today, why_over_limit, why_too_few
from generation.engine.allowances.audience import closed_because, is_meant, may_choose_high
from generation.engine.allowances.reasons import Reason
from generation.listed import words_of
from generation.models import CreditAccount
from settings_app.schema import Values


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a person has at one moment; `closed` says why nothing may begin for them, None that it may.

    `is_named` says that they are one of those for whom generation is on, whether or not it is.
    """

    closed: Reason | None
    is_named: bool
    may_choose_high: bool
    account: CreditAccount
    daily_limit: int

    def why_not(self, needed: int) -> Reason | None:
        """Return why a run that writes so many tasks would be refused; None where it would not."""
        return self.closed or why_too_few(self.account, needed)

    def why_not_each(self, needs: Mapping[UUID, int]) -> Mapping[UUID, Reason]:
        """Return of those of these runs that would be refused, begun one after the other, why.

        `needs` says how many tasks each writes; what is refused takes nothing from those after it.
        """
        refused, taken = dict[UUID, Reason](), 0
        for run, needed in needs.items():
            if reason := self.closed or why_too_few(self.account, needed, given_back=-taken):
                refused[run] = reason
            else:
                taken += needed
        return refused

    def why_no_start(self, needed: int, *, given_back: int = 0) -> Reason | None:
        """Return why it would be refused as a start that counts, with so many credits given back before."""
        too_few = why_too_few(self.account, needed, given_back=given_back)
        return self.closed or too_few or why_over_limit(self.account, limit=self.daily_limit, day=today())


def means_of(ids: Collection[int], values: Values) -> Mapping[int, Means]:
    """Return what each of these people has, in at most three queries."""
    people, accounts = _people(set(ids), values), accounts_of(set(ids), values)
    return {
        pk: Means(
            closed=closed_because(person, values),
            is_named=is_meant(values[GENERATION_ENABLED_FOR], person),
            may_choose_high=may_choose_high(person, values),
            account=accounts[pk],
            daily_limit=values[DAILY_JOB_LIMIT],
        )
        for pk, person in people.items()
    }


def _people(ids: Collection[int], values: Values) -> Mapping[int, User]:
    """Return the people by their ids; nothing but that is read while the settings mean everyone."""
    people = {pk: User(pk=pk) for pk in ids}
    audiences = (values[GENERATION_ENABLED_FOR], values[HIGH_PRIORITY_FOR])
    if all(EVERYONE in words_of(audience) for audience in audiences):
        return people
    return people | User.objects.only("username", "is_staff").prefetch_related("groups").in_bulk(ids)
