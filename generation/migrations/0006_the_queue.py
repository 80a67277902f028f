import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import generation.states


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("generation", "0005_named_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("actor_name", models.CharField(blank=True, default="", max_length=150)),
                ("through", models.CharField(blank=True, default="", max_length=20)),
                ("action", models.CharField(max_length=50)),
                ("target", models.CharField(max_length=50)),
                ("target_id", models.CharField(max_length=150)),
                ("target_name", models.CharField(blank=True, default="", max_length=200)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "audit log",
                "db_table": "audit_entries",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CreditAccount",
            fields=[
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="credit_account",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("balance", models.BigIntegerField(default=0)),
                ("jobs_started", models.PositiveIntegerField(default=0)),
                ("counted_on", models.DateField()),
            ],
            options={
                "db_table": "credit_accounts",
            },
        ),
        migrations.CreateModel(
            name="CreditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=7)),
                ("amount", models.BigIntegerField()),
                ("run", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "credit entries",
                "db_table": "credit_entries",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("channel", models.CharField(max_length=7)),
                ("about", models.CharField(max_length=50)),
                ("run", models.PositiveIntegerField(default=0)),
                ("payload", models.JSONField(default=dict)),
                ("status", models.CharField(default=generation.states.DeliveryStatus["DUE"], max_length=6)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "db_table": "deliveries",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="GenerationBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("blueprint", models.CharField(max_length=50)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "db_table": "generation_batches",
                "ordering": ["-created_at"],
            },
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
            ],
            options={
                "db_table": "incident_notices",
            },
        ),
        migrations.CreateModel(
            name="MonthSpending",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("counted_to", models.DateTimeField()),
                ("micro_usd", models.BigIntegerField()),
            ],
            options={
                "verbose_name_plural": "month spending",
                "db_table": "month_spending",
            },
        ),
        migrations.CreateModel(
            name="ProviderIncident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=50)),
                ("model", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=50)),
                ("message", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=150)),
                ("trial_count", models.PositiveIntegerField(default=0)),
                ("last_trial_at", models.DateTimeField(blank=True, null=True)),
                ("last_trial_message", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "incident",
                "db_table": "provider_incidents",
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("url", models.URLField(max_length=500)),
                ("tells_completed", models.BooleanField(default=True)),
                ("tells_failed", models.BooleanField(default=True)),
                ("is_on", models.BooleanField(default=True)),
                ("off_because", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "webhooks",
                "ordering": ["created_at"],
            },
        ),
        migrations.RemoveIndex(
            model_name="generationjob",
            name="jobs_in_line",
        ),
        migrations.RemoveField(
            model_name="generationjob",
            name="hold",
        ),
        migrations.AddField(
            model_name="generationjob",
            name="level",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="generationjob",
            name="priority_given",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="generationjob",
            name="rescore_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="generationjob",
            name="run",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="generationtask",
            name="held_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="generationtask",
            name="hold",
            field=models.CharField(blank=True, default="", max_length=50),
        ),
        migrations.AddField(
            model_name="generationtask",
            name="hold_message",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="generationtask",
            name="hold_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="generationtask",
            name="writer_rank",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="preferences",
            name="mail_when_failed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="preferences",
            name="mail_when_ready",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="generationtask",
            index=models.Index(
                condition=models.Q(("hold", ""), _negated=True), fields=["hold"], name="tasks_on_hold"
            ),
        ),
        migrations.AddIndex(
            model_name="taskattempt",
            index=models.Index(fields=["started_at"], name="attempts_by_start"),
        ),
        migrations.AddConstraint(
            model_name="generationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hold", ""),
                    models.Q(("held_since__isnull", False), ("status__in", ["pending", "waiting"])),
                    _connector="OR",
                ),
                name="a_hold_goes_before_a_claim",
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="creditaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="no_credits_owed"
            ),
        ),
        migrations.AddField(
            model_name="creditentry",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="creditentry",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="credit_entries",
                to="generation.generationjob",
            ),
        ),
        migrations.AddField(
            model_name="creditentry",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="credit_entries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deliveries",
                to="generation.generationjob",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="generationbatch",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="batches",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="generationjob",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="jobs",
                to="generation.generationbatch",
            ),
        ),
        migrations.AddField(
            model_name="incidentnotice",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="providerincident",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("provider",),
                name="one_open_incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentnotice",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="generation.providerincident",
            ),
        ),
        migrations.AddField(
            model_name="generationjob",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="jobs",
                to="generation.providerincident",
            ),
        ),
        migrations.AddIndex(
            model_name="generationjob",
            index=models.Index(
                models.F("owner"),
                django.db.models.functions.comparison.Coalesce(
                    "batch",
                    models.Value(uuid.UUID("00000000-0000-0000-0000-000000000000")),
                    output_field=models.UUIDField(),
                ),
                models.F("level"),
                models.OrderBy(models.F("score"), descending=True),
                django.db.models.functions.comparison.Greatest("queued_at", "scheduled_at"),
                models.F("id"),
                condition=models.Q(("status", "queued")),
                name="jobs_in_line",
            ),
        ),
        migrations.AddIndex(
            model_name="generationjob",
            index=models.Index(
                models.F("priority"),
                models.F("level"),
                django.db.models.functions.comparison.Greatest("queued_at", "scheduled_at"),
                condition=models.Q(("status", "queued")),
                name="jobs_by_wait",
            ),
        ),
        migrations.AddIndex(
            model_name="generationjob",
            index=models.Index(
                condition=models.Q(("status", "queued")), fields=["rescore_at"], name="jobs_to_rescore"
            ),
        ),
        migrations.AddIndex(
            model_name="generationjob",
            index=models.Index(fields=["status"], name="jobs_by_status"),
        ),
        migrations.AddField(
            model_name="webhook",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="webhooks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="generation.webhook",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["-at"], name="audit_by_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["target", "target_id"], name="audit_of_target"),
        ),
        migrations.AddIndex(
            model_name="creditentry",
            index=models.Index(fields=["owner", "-at"], name="entries_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="creditentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["reserve", "settle"])),
                fields=("job", "run", "kind"),
                name="one_entry_per_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            generation.states.CreditKind["GRANT"],
                            generation.states.CreditKind["RESERVE"],
                            generation.states.CreditKind["SETTLE"],
                            generation.states.CreditKind["REFUND"],
                        ],
                    )
                ),
                name="credit_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="generationbatch",
            index=models.Index(fields=["owner", "-created_at"], name="batches_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="incidentnotice",
            constraint=models.UniqueConstraint(fields=("user", "incident"), name="one_notice_per_incident"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "due")), fields=["next_try_at"], name="deliveries_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["-created_at"], name="deliveries_by_age"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["webhook", "-created_at"], name="deliveries_of_webhook"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("job__isnull", False)),
                fields=("user", "job", "run", "about", "channel", "webhook"),
                name="one_delivery_per_ending",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            generation.states.DeliveryStatus["DUE"],
                            generation.states.DeliveryStatus["SENT"],
                            generation.states.DeliveryStatus["FAILED"],
                        ],
                    )
                ),
                name="delivery_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [generation.states.Channel["EMAIL"], generation.states.Channel["WEBHOOK"]],
                    )
                ),
                name="channel_known",
            ),
        ),
    ]
