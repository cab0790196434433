"""What a run that does not hold ends with."""


class Broken(Exception):
    """An invariant does not hold."""
