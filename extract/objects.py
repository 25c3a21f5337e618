"""What a candidate is to the verb of its sentence and to the vendor that the sentence names."""

from extract.candidates import Candidate
from extract.makers import maker_of
from extract.records import AVAILABLE
from extract.vendors import is_related


def is_behind_its_verb(candidate: Candidate) -> bool:
    """Whether its name stands where the verb's object does."""
    return candidate.trigger is not None and candidate.trigger.start < candidate.name.start


def is_object(candidate: Candidate) -> bool:
    """Whether it is what was made available."""
    return is_behind_its_verb(candidate) and candidate.status in AVAILABLE


def is_of_its_maker(candidate: Candidate) -> bool:
    """`OpenAI 推出 ChatGPT Travel`: a thing by the name of one that its maker is known for."""
    maker, name, told = maker_of(candidate.name), candidate.name, candidate.vendor
    is_thing = name.kind is not None and name.family is None
    return is_thing and told is not None and maker is not None and is_related(maker, told.vendor)
