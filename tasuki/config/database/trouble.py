"""A failure told to the operator in one sentence, Japanese first, then English."""


class Trouble(Exception):
    """Something the operator (運用担当) has to put right; never a traceback on the screen."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(f"{japanese}\n{english}")
        self.japanese = japanese
        self.english = english
