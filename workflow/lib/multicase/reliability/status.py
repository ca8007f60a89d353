"""What an alpha and its interval allow one to say, in words."""

from __future__ import annotations

GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), p. 241
NOT_ESTABLISHED = "not established"
KINDS = ("good", "tentative", NOT_ESTABLISHED, "low", "undefined")  # what every status begins with


def of(alpha: float, low: float | None) -> str:
    """The status of an alpha that has an interval from `low`, both rounded as they are shown.

    An agreement is established as good or tentative if the interval's lower end reaches Krippendorff's limit, for he
    asks how likely it is that alpha falls short of it (2004, p. 242), and not what one sample gave. low: None where
    the interval is undefined.
    """
    if alpha < TENTATIVE:
        return "low"
    estimate = "good" if alpha >= GOOD else "tentative"
    if low is None:
        return f"{NOT_ESTABLISHED}: estimate {estimate}, interval undefined"
    if low < TENTATIVE:
        return f"{NOT_ESTABLISHED}: estimate {estimate}, interval reaches below {TENTATIVE:.3f}"
    if estimate == "good" and low < GOOD:
        return f"tentative: estimate good, interval reaches below {GOOD:.3f}"
    return estimate


def undefined(units: int, share: float) -> str:
    """The status of an alpha that isn't defined. share: of values that are something, and not nothing."""
    if not units:
        return "undefined: no unit was read by two coders"
    return "undefined: every unit has the same value" if share else "undefined: nobody gave it"


def kind(status: str) -> str:
    """Which of KINDS a status is."""
    return next(name for name in KINDS if status.startswith(name))
