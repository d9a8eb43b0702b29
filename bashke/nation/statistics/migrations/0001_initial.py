import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=30)),
                ('slice', models.CharField(blank=True, max_length=60)),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.municipality', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['measure', 'slice'], name='statistics__measure_ba0b77_idx')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'measure', 'slice'), name='one_tally_for_a_slice')],
            },
        ),
    ]
