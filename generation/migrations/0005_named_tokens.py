import django.db.models.deletion
from django.db import migrations, models

# Tokens that are there have no name; their last use is noted from now on.
_NAMELESS = "INSERT INTO named_tokens (token_id, name) SELECT digest, '' FROM knox_authtoken"


class Migration(migrations.Migration):
    dependencies = [
        ("generation", "0004_revision_title"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedToken",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="named",
                        serialize=False,
                        to="knox.authtoken",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "named_tokens"},
        ),
        migrations.RunSQL(_NAMELESS, migrations.RunSQL.noop),
    ]
