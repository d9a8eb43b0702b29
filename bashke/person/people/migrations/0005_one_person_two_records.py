"""Two records that are one person: the second points to the first, and the pair says who saw it, who confirmed it and how to undo it."""

from django.db import migrations

from bashke.ground.access.wall import Door, own, walled

# Whoever stands for another record is no double herself: no chain and no circle, whoever writes and however many at once.
ONE_DEEP = """
ALTER TABLE people_person
    ADD COLUMN stands_alone boolean GENERATED ALWAYS AS (same_as_id IS NULL) STORED,
    ADD COLUMN has_one boolean GENERATED ALWAYS AS (CASE WHEN same_as_id IS NOT NULL THEN true END) STORED;
ALTER TABLE people_person
    ADD CONSTRAINT stands_alone_once UNIQUE (id, stands_alone),
    ADD CONSTRAINT a_double_points_to_one_who_stands_alone FOREIGN KEY (same_as_id, has_one) REFERENCES people_person (id, stands_alone),
    ADD CONSTRAINT a_double_is_of_the_same_municipality FOREIGN KEY (municipality_id, same_as_id) REFERENCES people_person (municipality_id, id);
"""
ALONE = """
ALTER TABLE people_person DROP CONSTRAINT a_double_is_of_the_same_municipality, DROP CONSTRAINT a_double_points_to_one_who_stands_alone,
    DROP CONSTRAINT stands_alone_once, DROP COLUMN has_one, DROP COLUMN stands_alone
"""
PAIR = own("people_pair")


class Migration(migrations.Migration):
    dependencies = [("people", "0004_token_tells_its_municipality"), ("access", "0002_wall"), ("territory", "0001_initial")]

    operations = [migrations.RunSQL(ONE_DEEP, ALONE), walled("people_pair", municipality=Door(read=PAIR, write=PAIR))]
