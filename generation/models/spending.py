"""What was spent in a month, added up as it goes."""

from django.db import models


class MonthSpending(models.Model):
    """What the attempts of the running month (of UTC) that began before `counted_to` have cost.

    It is added up so that a claim need not read a month of attempts, and stays when their jobs are deleted.
    """

    month = models.DateField(primary_key=True)
    counted_to = models.DateTimeField()
    micro_usd = models.BigIntegerField()

    class Meta:
        db_table = "month_spending"
        verbose_name_plural = "month spending"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


# The end of the range is a query of its own so that the planner takes the range for a narrow one, which it
# is, and uses the index. A lone beginning that it does not know it takes for a third of the table.
MONTH_SPENT = """(
    SELECT coalesce(max(micro_usd), 0) FROM month_spending
     WHERE month = date_trunc('month', now() AT TIME ZONE 'UTC')::date
) + (
    SELECT coalesce(sum(cost_micro_usd - counted_micro_usd), 0) FROM task_attempts
     WHERE started_at >= (SELECT coalesce(max(counted_to), date_trunc('month', now(), 'UTC'))
                            FROM month_spending
                           WHERE month = date_trunc('month', now() AT TIME ZONE 'UTC')::date)
       AND started_at < (SELECT 'infinity'::timestamptz)
)"""
"""What this month has cost until now, in millionths of a US dollar, as an expression of SQL."""

COUNTED_BEFORE_RERUN = """
    CASE WHEN existing.started_at < date_trunc('month', now(), 'UTC') THEN existing.cost_micro_usd
         ELSE existing.counted_micro_usd END
"""
"""What months have of the cost of the `existing` attempt that begins anew; an earlier month has all of it."""
