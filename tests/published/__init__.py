"""Published definitions of what leaves the house, reduced to their structure."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jsonschema import Draft202012Validator, FormatChecker

FOLDER = Path(__file__).parent
FORMATS = FormatChecker(formats=("uuid", "email"))
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?([+-]\d{2}:\d{2}|Z)?")


@FORMATS.checks("uri")
def _uri(value: Any) -> bool:
    return not isinstance(value, str) or bool(urlparse(value).scheme and urlparse(value).netloc)


@FORMATS.checks("date", raises=ValueError)
def _date(value: Any) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("time")
def _time(value: Any) -> bool:
    return not isinstance(value, str) or bool(TIME.fullmatch(value))


def hsds() -> Draft202012Validator:
    """The schema of a service of HSDS 3; stricter than published in two ways: days and times are read, and a field that
    the schema does not know is a fault."""
    schema = json.loads((FOLDER / "hsds-3.json").read_text(encoding="utf-8"))
    for kind in schema["$defs"].values():
        if "properties" in kind:
            kind["additionalProperties"] = False
            for field in kind["properties"].values():
                if "datapackage_type" in field:
                    field["format"] = field["datapackage_type"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FORMATS)


def faults(told: Any) -> Iterator[str]:
    """Everything the schema refuses in a service, with where it stands."""
    for wrong in hsds().iter_errors(told):
        yield f"{wrong.json_path}: {wrong.message}"
