"""Who of a file is here already: by number, by reference, by the same row, and by likeness, in three statements over sets.

Likeness runs on the search tokens that the desk searches with (equality on an index, which stays fast behind row security): whoever
shares a day of birth and one sound of a name, or all sounds of the names. Which of these are likely one person, `rules.alike` says.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from bashke.ground.access.rules import Actor

from ..rules import Code, Known, Problem, Row, alike
from ..rules.alike import heard

_PLAN = "SELECT set_config('enable_nestloop', %s, true), set_config('work_mem', %s, true)"
FIELD, LINE = "\x1f", "\x1e"
_SAME = """
SELECT v[1]::integer, p.id::text, 'number', p.given_name, p.family_name
  FROM (SELECT string_to_array(text, %(field)s) AS v FROM unnest(string_to_array(%(rows)s, %(line)s)) AS text) AS wanted
  JOIN people_searchtoken t ON t.municipality_id = %(lau)s AND t.token = 'i:' || v[2]
  JOIN people_person p ON p.id = t.person_id
 WHERE v[2] <> ''
UNION ALL
SELECT v[1]::integer, l.person_id::text, CASE WHEN l.digest = v[4] THEN 'row' ELSE 'reference' END, '', ''
  FROM (SELECT string_to_array(text, %(field)s) AS v FROM unnest(string_to_array(%(rows)s, %(line)s)) AS text) AS wanted
  JOIN registers_line l ON l.municipality_id = %(lau)s AND (l.digest = v[4] OR l.reference = nullif(v[3], ''))
"""
_LIKE = """
WITH line AS (
    SELECT string_to_array(text, %(field)s) AS v FROM unnest(string_to_array(%(rows)s, %(line)s)) AS text
), wanted AS MATERIALIZED (
    SELECT v[1]::integer AS row, nullif(v[2], '') AS born, string_to_array(v[3], ' ') AS names, v[3] AS all_names FROM line
), token AS MATERIALIZED (
    SELECT t.person_id, t.token FROM people_searchtoken t WHERE t.municipality_id = %(lau)s
), known AS MATERIALIZED (
    SELECT person_id, max(substr(token, 3)) FILTER (WHERE left(token, 2) = 'b:') AS born,
           array_agg(substr(token, 3) ORDER BY token COLLATE "C") FILTER (WHERE left(token, 2) = 'n:') AS names
      FROM token WHERE left(token, 2) IN ('b:', 'n:') GROUP BY person_id
), pair AS (
    SELECT w.row, k.person_id FROM wanted w JOIN known k ON k.born = w.born WHERE k.names && w.names
    UNION
    SELECT w.row, k.person_id FROM wanted w JOIN known k ON array_to_string(k.names, ' ') = w.all_names
     WHERE left(w.born, 4) = left(k.born, 4) OR w.born IS NULL OR k.born IS NULL
)
SELECT pair.row, p.id::text, p.given_name, p.family_name, p.birth_date, p.personal_number, p.father_name
  FROM pair JOIN people_person p ON p.id = pair.person_id
 WHERE p.municipality_id = %(lau)s
 ORDER BY pair.row, p.sort_key, p.id"""


def already_here(actor: Actor, rows: Sequence[Row], number_heading: str = "", reference_heading: str = "") -> list[Problem]:
    """One problem for each row that is here already, or likely is. A certain one hides the likely."""
    same = {row.row: problem for row, problem in _same(actor, rows, number_heading, reference_heading)}
    left = [row for row in rows if row.row not in same]
    return [*same.values(), *_likely(actor, left)]


def _same(actor: Actor, rows: Sequence[Row], number_heading: str, reference_heading: str) -> Iterator[tuple[Row, Problem]]:
    by_row = {row.row: row for row in rows}
    lines = (FIELD.join((str(r.row), r.personal_number or "", r.reference or "", r.digest)) for r in rows)
    for number, person, how, given, family in _ask(_SAME, actor, lines):
        row = by_row[number]
        if how == "number":
            one_name = heard(row.known) & heard(Known(given, family, None, None))
            code = Code.NUMBER_KNOWN if one_name else Code.NUMBER_OF_ANOTHER
            yield row, Problem(number, number_heading, code, row.personal_number or "", person=person)
        elif how == "reference":
            yield row, Problem(number, reference_heading, Code.REFERENCE_KNOWN, row.reference or "", person=person)
        else:
            yield row, Problem(number, "", Code.ROW_KNOWN, _name(row), person=person)


def _likely(actor: Actor, rows: Sequence[Row]) -> Iterator[Problem]:
    by_row = {row.row: row for row in rows}
    lines = (FIELD.join((str(r.row), r.birth_date.isoformat() if r.birth_date else "", " ".join(sorted(heard(r.known))))) for r in rows)
    found: set[int] = set()
    for number, person, *known in _ask(_LIKE, actor, lines):
        row = by_row[number]
        why = "" if number in found else alike(row.known, Known(*known))
        if why:
            found.add(number)
            yield Problem(number, "", Code.LIKELY_HERE, _name(row), person=person, detail=why)


def _ask(statement: str, actor: Actor, lines: Iterator[str]) -> list[tuple[Any, ...]]:
    text = LINE.join(lines)
    if not text:
        return []
    with connection.cursor() as cursor:
        # The database cannot know how many rows a text holds, and would walk through one set for each row of the other.
        cursor.execute("SELECT current_setting('enable_nestloop'), current_setting('work_mem')")
        before = cursor.fetchone()
        cursor.execute(_PLAN, ("off", "256MB"))
        cursor.execute(statement, {"rows": text, "line": LINE, "field": FIELD, "lau": actor.municipality})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(_PLAN, before)
    return rows


def _name(row: Row) -> str:
    return f"{row.given_name} {row.family_name}"[:100]
