import bashke.ground.journal.models
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('upto_xid', models.BigIntegerField()),
                ('rows', models.BigIntegerField()),
                ('root', models.BinaryField()),
                ('previous', models.BinaryField()),
                ('head', models.BinaryField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('xid', models.BigIntegerField(db_default=bashke.ground.journal.models.Transaction())),
                ('at', models.DateTimeField(db_default=bashke.ground.journal.models.ClockTimestamp())),
                ('kind', models.CharField(db_default=bashke.ground.journal.models.Guard(function='kind', output_field=models.CharField()), max_length=20)),
                ('worker', models.UUIDField(db_default=bashke.ground.journal.models.Guard(function='worker', output_field=models.UUIDField()), null=True)),
                ('post', models.BigIntegerField(db_default=bashke.ground.journal.models.Guard(function='post', output_field=models.BigIntegerField()), null=True)),
                ('role', models.CharField(db_default=bashke.ground.journal.models.Guard(function='role', output_field=models.CharField()), max_length=30, null=True)),
                ('institution', models.BigIntegerField(db_default=bashke.ground.journal.models.Guard(function='institution', output_field=models.BigIntegerField()), null=True)),
                ('verb', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=80)),
                ('person', models.UUIDField(null=True)),
                ('municipality', models.CharField(max_length=5, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person', '-at'], name='journal_of_person'), models.Index(fields=['municipality', '-id'], name='journal_of_municipality'), models.Index(fields=['xid'], name='journal_xid')],
            },
        ),
    ]
