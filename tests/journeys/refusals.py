"""What must not happen: Vera learns nothing, Genc sees numbers only."""

import re
from uuid import uuid4

from .browser import Visitor
from .hands import press, sees, sees_not, write
from .steps import UUID, Someone


def cannot_learn_of_her(vera: Visitor, someone: Someone, path: str) -> None:
    """Not by name, and not by address: what is not hers answers byte for byte like what does not exist."""
    words = vera.words
    vera.go("/desk/people/")
    write(vera, "Given name", someone.given)
    write(vera, "Family name", someone.family)
    press(vera, "Search", exact=True)
    sees(vera, words("Nobody like this is known in your municipality."))
    sees_not(vera, words("Known in another municipality"))
    vera.look("vera-search")
    hers, nobodys = (raw(vera, address) for address in (path, re.sub(UUID, str(uuid4()), path)))
    assert hers == nobodys, "another municipality's case can be told from one that does not exist"
    assert hers[0] == 404
    vera.go(path)
    vera.look("vera-404")


def sees_numbers_only(genc: Visitor, someone: Someone, path: str) -> None:
    words = genc.words
    genc.go("/desk/")
    sees(genc, words("The nation in numbers"), words("Needs found, by domain"))
    sees_not(genc, someone.name, someone.family)
    genc.look("counts")
    assert raw(genc, path)[0] in {403, 404}
    genc.go(path)
    sees_not(genc, someone.name)
    genc.look("genc-refused")


def raw(visitor: Visitor, path: str) -> tuple[int, bytes]:
    """Status and bytes as they came, but for the id that was asked for and the secret of the forms."""
    answer = visitor.page.context.request.get(visitor.url + path)
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.body())
    return answer.status, re.sub(UUID.encode(), b"", body)
