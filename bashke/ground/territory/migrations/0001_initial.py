import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='County',
            fields=[
                ('iso', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='ISO code')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('sort_key', models.CharField(editable=False, max_length=400)),
            ],
            options={
                'verbose_name': 'county',
                'verbose_name_plural': 'counties',
                'ordering': ('sort_key',),
                'constraints': [models.CheckConstraint(condition=models.Q(('iso__regex', '^AL-[0-9]{2}$')), name='territory_county_iso')],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('lau', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='LAU code')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('seat', models.CharField(max_length=60, verbose_name='seat')),
                ('lat', models.FloatField(verbose_name='latitude')),
                ('lon', models.FloatField(verbose_name='longitude')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='territory.county', verbose_name='county')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipalities',
                'ordering': ('sort_key',),
                'constraints': [models.CheckConstraint(condition=models.Q(('lau__regex', '^AL[0-9]{3}$')), name='territory_municipality_lau'), models.CheckConstraint(condition=models.Q(('lat__range', (39.5, 42.8)), ('lon__range', (19.0, 21.2))), name='territory_municipality_in_albania')],
            },
        ),
        migrations.CreateModel(
            name='Census',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('population', models.PositiveIntegerField(verbose_name='population')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('check_note', models.CharField(blank=True, max_length=200, verbose_name='how it was checked')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='censuses', to='territory.municipality', verbose_name='municipality', db_index=False)),
            ],
            options={
                'verbose_name': 'census figure',
                'verbose_name_plural': 'census figures',
                'ordering': ('municipality', 'year'),
                'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='territory_census_once_a_year'), models.CheckConstraint(condition=models.Q(('population__gte', 1)), name='territory_census_counts_someone'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2100))), name='territory_census_year')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('slug', models.CharField(max_length=60)),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('coord_note', models.CharField(blank=True, max_length=120, verbose_name='where the point comes from')),
                ('sort_key', models.CharField(editable=False, max_length=400)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='territory.municipality', verbose_name='municipality', db_index=False)),
            ],
            options={
                'verbose_name': 'administrative unit',
                'verbose_name_plural': 'administrative units',
                'ordering': ('sort_key',),
                'constraints': [models.UniqueConstraint(fields=('municipality', 'slug'), name='territory_unit_once'), models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__isnull', False), ('lon__isnull', False), ('lat__range', (39.5, 42.8)), ('lon__range', (19.0, 21.2))), _connector='OR'), name='territory_unit_point_whole_and_in_albania')],
            },
        ),
    ]
