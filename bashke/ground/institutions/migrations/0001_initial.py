import bashke.ground.institutions.rules
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[(bashke.ground.institutions.rules.Kind['MUNICIPALITY'], bashke.ground.institutions.rules.Kind['MUNICIPALITY']), (bashke.ground.institutions.rules.Kind['PROVIDER_PUBLIC'], bashke.ground.institutions.rules.Kind['PROVIDER_PUBLIC']), (bashke.ground.institutions.rules.Kind['PROVIDER_NON_PUBLIC'], bashke.ground.institutions.rules.Kind['PROVIDER_NON_PUBLIC']), (bashke.ground.institutions.rules.Kind['MINISTRY'], bashke.ground.institutions.rules.Kind['MINISTRY']), (bashke.ground.institutions.rules.Kind['STATE_SOCIAL_SERVICE'], bashke.ground.institutions.rules.Kind['STATE_SOCIAL_SERVICE'])], max_length=30)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='territory.municipality')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [bashke.ground.institutions.rules.Kind['MINISTRY'], bashke.ground.institutions.rules.Kind['STATE_SOCIAL_SERVICE']]), ('municipality__isnull', False), _connector='OR'), name='institution_below_the_nation_has_a_place'), models.UniqueConstraint(condition=models.Q(('kind', bashke.ground.institutions.rules.Kind['MUNICIPALITY'])), fields=('municipality',), name='one_office_for_each_municipality')],
            },
        ),
        migrations.CreateModel(
            name='InstitutionName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_sq', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('source', models.CharField(blank=True, max_length=200)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='institutions.institution', db_index=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'valid_from'), name='one_name_begins_on_a_day')],
            },
        ),
    ]
