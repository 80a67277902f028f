from django.db import migrations, models

# Who had chosen letters before goes on getting them, and confirms the next address.
_CHOSEN_BEFORE = """
UPDATE preferences SET confirmed_email = auth_user.email
  FROM auth_user
 WHERE auth_user.id = preferences.user_id AND (mail_when_ready OR mail_when_failed)
"""


class Migration(migrations.Migration):
    dependencies = [("generation", "0010_keys_outlive_what_they_started")]

    operations = [
        migrations.AddField(
            model_name="preferences",
            name="confirmed_email",
            field=models.CharField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.RunSQL(_CHOSEN_BEFORE, migrations.RunSQL.noop),
    ]
