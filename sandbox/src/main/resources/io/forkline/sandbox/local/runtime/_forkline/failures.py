"""Requests that cannot be served."""


class Refused(Exception):
    """Whether the same may work later decides what the caller does."""

    def __init__(self, message, retryable=False):
        super().__init__(message)
        self.retryable = retryable
