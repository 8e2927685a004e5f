"""What a password must be (パスワードの条件), told in the words of the form."""

import re
from typing import Any

from django.contrib.auth import password_validation as common
from django.core.exceptions import ValidationError

HELP = "12文字以上。名前・ログイン名に似たもの、よくあるものは使えません。長い文がおすすめです。"


class LongEnough(common.MinimumLengthValidator):
    """At least twelve letters."""

    def get_error_message(self) -> str:
        """Told in the form."""
        return f"パスワードは{self.min_length}文字以上にしてください。"


class NotLikeHer(common.UserAttributeSimilarityValidator):
    """Not her name, her log-in, the town or the product, nor one of them with a little around it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Also counts what is left when her own words are taken out."""
        super().validate(password, user)
        left = password.lower()
        hers = (user.login, user.name, user.kana, user.municipality.name) if user else ()
        for word in (*hers, "tasuki", "たすき"):
            left = left.replace(word.lower(), "") if len(word) >= 3 else left
        if left != password.lower() and len(left) < 8:
            raise ValidationError(self.get_error_message(), code="password_too_similar")

    def get_error_message(self) -> str:
        """Told in the form."""
        return "名前・ログイン名・自治体の名に似たパスワードは使えません。"


class NotCommon(common.CommonPasswordValidator):
    """Not among the twenty thousand that are tried first, nor one of them made long by repetition or digits."""

    def validate(self, password: str, user: Any = None) -> None:
        """Also without the digits and signs around it, and when it is one word said several times."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
        once = re.sub(r"^(.+?)\1+$", r"\1", password.lower())
        if {password.lower().strip(), bare, once} & self.passwords:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """Told in the form."""
        return "よく使われるパスワードです。ほかのものにしてください。"


class NotOneLetter:
    """At least five different letters: digits alone of such a length are fine, one key held down is not."""

    def validate(self, password: str, user: Any = None) -> None:
        """Counts the different letters."""
        if len(set(password)) < 5:
            raise ValidationError("同じ文字ばかりのパスワードは使えません。", code="password_too_plain")

    def get_help_text(self) -> str:
        """For completeness; the forms have one sentence for all conditions."""
        return HELP
