import bashke.ground.directory.rules
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('institutions', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=40)),
                ('name_sq', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
                ('about_sq', models.TextField(blank=True)),
                ('about_en', models.TextField(blank=True)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('hours', models.CharField(blank=True, max_length=120)),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('age_from', models.PositiveSmallIntegerField(null=True)),
                ('age_to', models.PositiveSmallIntegerField(null=True)),
                ('fee_lek', models.PositiveIntegerField(null=True)),
                ('step_free', models.CharField(choices=[(bashke.ground.directory.rules.StepFree['YES'], bashke.ground.directory.rules.StepFree['YES']), (bashke.ground.directory.rules.StepFree['NO'], bashke.ground.directory.rules.StepFree['NO']), (bashke.ground.directory.rules.StepFree['UNKNOWN'], bashke.ground.directory.rules.StepFree['UNKNOWN'])], default=bashke.ground.directory.rules.StepFree['UNKNOWN'], max_length=8)),
                ('places', models.PositiveIntegerField(null=True)),
                ('taken', models.PositiveIntegerField(default=0)),
                ('takes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('of_county', models.BooleanField(default=False)),
                ('address_hidden', models.BooleanField(default=False)),
                ('is_open', models.BooleanField(default=True)),
                ('confirmed_on', models.DateField()),
                ('chased_on', models.DateField(null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='territory.municipality')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='institutions.institution', db_index=False)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='territory.unit')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['domains'], name='service_domains'), models.Index(fields=['provider'], name='directory_s_provide_041dd5_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('places', None), ('taken__lte', models.F('places')), _connector='OR'), name='service_is_not_overfull'), models.CheckConstraint(condition=models.Q(('age_from', None), ('age_to', None), ('age_to__gte', models.F('age_from')), _connector='OR'), name='service_ages_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (39, 43)), ('longitude__isnull', False), ('longitude__range', (19, 22))), _connector='OR'), name='service_is_in_albania'), models.CheckConstraint(condition=models.Q(('address_hidden', False), models.Q(('address', ''), ('latitude', None), ('longitude', None), ('unit', None)), _connector='OR'), name='a_hidden_address_is_nowhere'), models.CheckConstraint(condition=models.Q(('domains__len__gt', 0)), name='service_answers_a_need')],
            },
        ),
        migrations.CreateModel(
            name='HiddenAddress',
            fields=[
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='hidden', serialize=False, to='directory.service')),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covered_by', to='territory.municipality', db_index=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='directory.service', db_index=False)),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'service'], name='directory_c_municip_ccfcd7_idx')],
                'constraints': [models.UniqueConstraint(fields=('service', 'municipality'), name='a_municipality_is_covered_once')],
            },
        ),
    ]
