from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generation", "0007_batches_take_turns")]

    operations = [
        migrations.AddConstraint(
            model_name="creditaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="no_credits_owed"
            ),
        ),
    ]
