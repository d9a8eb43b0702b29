import bashke.person.exports.rules
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('listing', models.CharField(choices=[(bashke.person.exports.rules.Listing['REQUESTS'], bashke.person.exports.rules.Listing['REQUESTS']), (bashke.person.exports.rules.Listing['CASES'], bashke.person.exports.rules.Listing['CASES']), (bashke.person.exports.rules.Listing['NEEDS'], bashke.person.exports.rules.Listing['NEEDS']), (bashke.person.exports.rules.Listing['REFERRALS'], bashke.person.exports.rules.Listing['REFERRALS']), (bashke.person.exports.rules.Listing['PEOPLE'], bashke.person.exports.rules.Listing['PEOPLE'])], max_length=12)),
                ('format', models.CharField(choices=[(bashke.person.exports.rules.Format['XLSX'], bashke.person.exports.rules.Format['XLSX']), (bashke.person.exports.rules.Format['CSV'], bashke.person.exports.rules.Format['CSV'])], max_length=4)),
                ('reason', models.CharField(max_length=300)),
                ('rows', models.PositiveIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('second_needed', models.BooleanField()),
                ('until', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-asked_at', 'id'], name='export_ledger')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='an_export_number_stands_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='no_export_without_a_reason'), models.CheckConstraint(condition=models.Q(('rows__gt', 0)), name='no_export_of_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('approved', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='exports.export')),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='exports.export')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='file', serialize=False, to='exports.export')),
                ('sealed', models.BinaryField()),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('until', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality')),
            ],
        ),
    ]
