from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [
        ("generation", "0009_told_where_they_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthSpending",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("counted_to", models.DateTimeField()),
                ("micro_usd", models.BigIntegerField()),
            ],
            options={"verbose_name_plural": "month spending", "db_table": "month_spending"},
        ),
        migrations.CreateModel(
            name="IncidentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="notices", to="generation.providerincident"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={"db_table": "incident_notices"},
        ),
        migrations.AddConstraint(
            model_name="incidentnotice",
            constraint=models.UniqueConstraint(fields=("user", "incident"), name="one_notice_per_incident"),
        ),
    ]
