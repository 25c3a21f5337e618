"""How the day of a release stands to the day of publication: months before, before, on it, or ahead."""

from datetime import timedelta

from extract.candidates import Candidate
from extract.dating import Dater
from extract.parsing import Reading
from extract.records import AVAILABLE, PartialDate, Status

_LONG_AGO = timedelta(days=60)
_DAY = timedelta(days=1)  # by which time zones may differ


class Standing:
    """Of one article, by the days that its sentences give its candidates."""

    def __init__(self, published: PartialDate | None, reading: Reading, dates: Dater) -> None:
        self._published, self._reading, self._dates = published, reading, dates

    def status(self, event: Candidate, date: PartialDate | None) -> Status:
        """What is dated after the day of publication is a plan, however it is put."""
        is_ahead = self._days_ahead(date) > _DAY or (self._days_ahead(date) == _DAY and self._is_to_come(event))
        return "planned" if is_ahead and event.status in AVAILABLE else event.status

    def is_ahead(self, candidate: Candidate) -> bool:
        """Whether its day lies after the day of publication."""
        return self._days_ahead(self._own(candidate)) > _DAY

    def is_past(self, candidate: Candidate) -> bool:
        """Whether its clause says that it has happened, or dates it before the day of publication."""
        date, published = self._own(candidate), self._published
        return candidate.is_past or (date is not None and published is not None and date.end < published.start)

    def is_of_the_day(self, candidate: Candidate) -> bool:
        """Whether its sentence says that it happened on the day of publication."""
        date, published = self._own(candidate), self._published
        return date is not None and published is not None and date.start == date.end == published.start

    def is_long_past(self, candidate: Candidate) -> bool:
        """Whether its day lies months before the article; where that has none, whether it is told with its year."""
        date = self._own(candidate)
        if date is None:
            return False
        return self._published.start - date.end > _LONG_AGO if self._published else date.basis == "explicit"

    def _own(self, candidate: Candidate) -> PartialDate | None:
        return self._dates.in_sentence(candidate)[1]

    def _days_ahead(self, date: PartialDate | None) -> timedelta:
        return date.start - self._published.end if date and self._published else timedelta()

    def _is_to_come(self, event: Candidate) -> bool:
        """`发布会将于 9 月 7 日举行，Nova-3 上市`: a day that its sentence puts ahead."""
        cues = self._reading.words.cues.within(event.sentence.start, event.sentence.end)
        return any(cue.type == "plan" for _, _, senses in cues for cue in senses)
