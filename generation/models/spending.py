"""What was spent in a month, added up as it goes."""

from django.db import models


class MonthSpending(models.Model):
    """What the attempts of a month (of UTC) that began before `counted_to` have cost.

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
