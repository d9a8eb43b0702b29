"""Search tokens and their people: the database keeps them together, whoever writes."""

from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import ForeignKeyViolation

SOMEBODY = """
INSERT INTO people_person (id, municipality_id, given_name, family_name, sort_key, sex, phone, address, language, created_at, synthetic)
VALUES (%(pk)s, 'AL154', 'Gjyste', 'Prova', 'prova gjyste', 'U', '', '', 'sq', now(), true)
"""


@pytest.mark.parametrize(
    "wrong", ["UPDATE people_searchtoken SET person_id = %(other)s WHERE person_id = %(pk)s", "DELETE FROM people_person WHERE id = %(pk)s"]
)
def test_nobody_moves_a_token_or_takes_its_person_away(outside_the_wall: Any, wrong: str) -> None:
    one = {"pk": uuid4(), "other": uuid4()}
    with outside_the_wall.transaction(force_rollback=True):
        outside_the_wall.execute(SOMEBODY, one)
        outside_the_wall.execute("INSERT INTO people_searchtoken (municipality_id, token, person_id) VALUES ('AL154', 'n:z', %(pk)s)", one)
        with pytest.raises(ForeignKeyViolation, match="token_is_of_a_person_here"), outside_the_wall.transaction():
            outside_the_wall.execute(wrong, one)
        outside_the_wall.execute("DELETE FROM people_searchtoken WHERE person_id = %(pk)s", one)
        outside_the_wall.execute("DELETE FROM people_person WHERE id = %(pk)s", one)
