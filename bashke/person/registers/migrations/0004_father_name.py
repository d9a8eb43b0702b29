"""A register may have a column with the father's name, and a cell of it that is no name."""

from django.db import migrations, models

import bashke.person.registers.rules.columns
import bashke.person.registers.rules.problems


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0003_one_key_for_a_line"),
    ]

    operations = [
        migrations.AlterField(
            model_name="heading",
            name="field",
            field=models.CharField(
                choices=[
                    (bashke.person.registers.rules.columns.Field["REFERENCE"], bashke.person.registers.rules.columns.Field["REFERENCE"]),
                    (bashke.person.registers.rules.columns.Field["GIVEN_NAME"], bashke.person.registers.rules.columns.Field["GIVEN_NAME"]),
                    (
                        bashke.person.registers.rules.columns.Field["FAMILY_NAME"],
                        bashke.person.registers.rules.columns.Field["FAMILY_NAME"],
                    ),
                    (
                        bashke.person.registers.rules.columns.Field["FATHER_NAME"],
                        bashke.person.registers.rules.columns.Field["FATHER_NAME"],
                    ),
                    (bashke.person.registers.rules.columns.Field["BIRTH_DATE"], bashke.person.registers.rules.columns.Field["BIRTH_DATE"]),
                    (bashke.person.registers.rules.columns.Field["SEX"], bashke.person.registers.rules.columns.Field["SEX"]),
                    (
                        bashke.person.registers.rules.columns.Field["PERSONAL_NUMBER"],
                        bashke.person.registers.rules.columns.Field["PERSONAL_NUMBER"],
                    ),
                    (bashke.person.registers.rules.columns.Field["PHONE"], bashke.person.registers.rules.columns.Field["PHONE"]),
                    (bashke.person.registers.rules.columns.Field["ADDRESS"], bashke.person.registers.rules.columns.Field["ADDRESS"]),
                    (bashke.person.registers.rules.columns.Field["UNIT"], bashke.person.registers.rules.columns.Field["UNIT"]),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="problem",
            name="code",
            field=models.CharField(
                choices=[
                    (
                        bashke.person.registers.rules.problems.Code["NO_GIVEN_NAME"],
                        bashke.person.registers.rules.problems.Code["NO_GIVEN_NAME"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["NO_FAMILY_NAME"],
                        bashke.person.registers.rules.problems.Code["NO_FAMILY_NAME"],
                    ),
                    (bashke.person.registers.rules.problems.Code["NOT_A_NAME"], bashke.person.registers.rules.problems.Code["NOT_A_NAME"]),
                    (
                        bashke.person.registers.rules.problems.Code["NAME_TOO_LONG"],
                        bashke.person.registers.rules.problems.Code["NAME_TOO_LONG"],
                    ),
                    (bashke.person.registers.rules.problems.Code["BAD_DATE"], bashke.person.registers.rules.problems.Code["BAD_DATE"]),
                    (bashke.person.registers.rules.problems.Code["SHORT_YEAR"], bashke.person.registers.rules.problems.Code["SHORT_YEAR"]),
                    (
                        bashke.person.registers.rules.problems.Code["FUTURE_DATE"],
                        bashke.person.registers.rules.problems.Code["FUTURE_DATE"],
                    ),
                    (bashke.person.registers.rules.problems.Code["OLD_DATE"], bashke.person.registers.rules.problems.Code["OLD_DATE"]),
                    (bashke.person.registers.rules.problems.Code["BAD_NUMBER"], bashke.person.registers.rules.problems.Code["BAD_NUMBER"]),
                    (
                        bashke.person.registers.rules.problems.Code["NUMBER_OF_ANOTHER"],
                        bashke.person.registers.rules.problems.Code["NUMBER_OF_ANOTHER"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["NUMBER_TWICE"],
                        bashke.person.registers.rules.problems.Code["NUMBER_TWICE"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["REFERENCE_TWICE"],
                        bashke.person.registers.rules.problems.Code["REFERENCE_TWICE"],
                    ),
                    (bashke.person.registers.rules.problems.Code["ROW_TWICE"], bashke.person.registers.rules.problems.Code["ROW_TWICE"]),
                    (
                        bashke.person.registers.rules.problems.Code["LIKELY_HERE"],
                        bashke.person.registers.rules.problems.Code["LIKELY_HERE"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["LIKELY_IN_FILE"],
                        bashke.person.registers.rules.problems.Code["LIKELY_IN_FILE"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["NUMBER_KNOWN"],
                        bashke.person.registers.rules.problems.Code["NUMBER_KNOWN"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["REFERENCE_KNOWN"],
                        bashke.person.registers.rules.problems.Code["REFERENCE_KNOWN"],
                    ),
                    (bashke.person.registers.rules.problems.Code["ROW_KNOWN"], bashke.person.registers.rules.problems.Code["ROW_KNOWN"]),
                    (
                        bashke.person.registers.rules.problems.Code["NO_BIRTH_DATE"],
                        bashke.person.registers.rules.problems.Code["NO_BIRTH_DATE"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["NUMBER_SAYS_OTHER"],
                        bashke.person.registers.rules.problems.Code["NUMBER_SAYS_OTHER"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["BAD_FATHER_NAME"],
                        bashke.person.registers.rules.problems.Code["BAD_FATHER_NAME"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["UNKNOWN_SEX"],
                        bashke.person.registers.rules.problems.Code["UNKNOWN_SEX"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["UNKNOWN_UNIT"],
                        bashke.person.registers.rules.problems.Code["UNKNOWN_UNIT"],
                    ),
                    (bashke.person.registers.rules.problems.Code["BAD_PHONE"], bashke.person.registers.rules.problems.Code["BAD_PHONE"]),
                    (
                        bashke.person.registers.rules.problems.Code["ADDRESS_CUT"],
                        bashke.person.registers.rules.problems.Code["ADDRESS_CUT"],
                    ),
                    (
                        bashke.person.registers.rules.problems.Code["REFERENCE_CUT"],
                        bashke.person.registers.rules.problems.Code["REFERENCE_CUT"],
                    ),
                ],
                max_length=20,
            ),
        ),
    ]
