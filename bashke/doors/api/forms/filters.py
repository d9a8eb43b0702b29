"""What a list may be asked for. A filter that is not here, or a value it does not know, is refused."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from bashke.ground.law.rules import TriageClass
from bashke.person.casework.rules import Whose
from bashke.person.requests.rules import Channel, Status

from ..queries.lists import Answered

Mark = Annotated[str, Field(max_length=300)]


class Paged(Schema):
    """`after`: the `next` of the page before."""

    after: Mark | None = None


class QueueFilter(Paged):
    status: Status = Status.RECEIVED
    urgency: TriageClass | None = None
    channel: Channel | None = None
    late: bool = False


class CasesFilter(Paged):
    whose: Whose = Whose.MINE
    urgency: TriageClass | None = None


class ReferralsFilter(Paged):
    show: Answered = Answered.WAITING
