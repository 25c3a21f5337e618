"""Why a request is not made, or its answer not taken: refusals of our own, each with a code."""

from scrapy.exceptions import IgnoreRequest


class Refusal(IgnoreRequest):
    """`is_final`: not worth another try in the next run."""

    code = "refused"
    is_final = True


class NotPublicError(Refusal):
    """The address is not public, and nobody has allowed it."""

    code = "not-public"


class OffSiteError(Refusal):
    """A redirect leads to another site."""

    code = "off-site"


class TooLargeError(Refusal):
    """More bytes than a page may have, as they came or unpacked."""

    code = "too-large"


class BrokenEncodingError(Refusal):
    """The bytes are not what the Content-Encoding says, or are cut off."""

    code = "broken-encoding"
    is_final = False


class CircuitOpenError(Refusal):
    """The site has failed again and again in this run, or asks to be left alone."""

    code = "circuit-open"
    is_final = False
