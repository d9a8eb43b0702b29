"""Every part of a copy, in its order, and the tables that have none. A test holds both lists to the tables there are."""

from .hers import HERS
from .part import LEFT_OUT, Part, Text, Why
from .together import TOGETHER
from .work import WORK

__all__ = ["ELSEWHERE", "LEFT_OUT", "PARTS", "Part", "Text"]
PARTS = (*HERS, *WORK, *TOGETHER)
# Tables that can name her and have no part of their own.
ELSEWHERE: dict[str, str] = {
    "casework_needstep": Why.INSIDE,  # how a need went from state to state: the journal and the need say it
    "casework_seat": Why.OTHERS,  # names of those who were invited; what they decided is here
    "casework_handover": Why.STAFF,  # a note from one worker to the next; the case says who follows it
    "attachments_content": Why.FILES,
    "incidents_incident": Why.OTHERS,  # names and words of others; the office hands it over after looking
    "people_tie": Why.OTHERS,  # what somebody else is to her
    "people_ownword": Why.COUNTED,
    "people_searchtoken": Why.INSIDE,
    "people_enquirytarget": Why.OTHERS,  # another municipality's question; question and answer are in her journal
    "protection_protectedfile": Why.SAFE,
    "protection_emergencyopening": Why.STAFF,
    "requests_conflict": Why.OTHERS,  # what a worker is to her
    "registers_problem": Why.INSIDE,
    "registers_line": Why.INSIDE,
    "rights_datarequest": Why.INSIDE,  # on her page, with the answers
    "rights_copy": Why.INSIDE,
    "rights_restriction": Why.INSIDE,
    "rights_opening": Why.STAFF,
    "rights_erasure": Why.INSIDE,
}
