"""SAML 2.0 with the town's directory (庁内の職員認証): every check by python3-saml, signed assertions only."""

from typing import Any

from django.http import HttpRequest
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from .oidc import NotVouched
from .outside import Provider

MFA = ("multifactor", "mfa", "TimeSyncToken", "Smartcard", "SmartcardPKI", "MultipleAuthN")


def _settings(provider: Provider, back: str, metadata: str) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": metadata,
            "assertionConsumerService": {"url": back, "binding": Words.BINDING_HTTP_POST},
            "NameIDFormat": Words.NAMEID_UNSPECIFIED,
        },
        "idp": {
            "entityId": provider.entity_id,
            "singleSignOnService": {"url": provider.sso_url, "binding": Words.BINDING_HTTP_REDIRECT},
            "x509cert": provider.certificate,
        },
        "security": {
            "wantAssertionsSigned": True, "wantNameId": False, "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "allowSingleLabelDomains": True,  # closed networks have such names
            "rejectDeprecatedAlgorithm": True, "rejectUnsolicitedResponsesWithInResponseTo": True,
            "signatureAlgorithm": Words.RSA_SHA256, "digestAlgorithm": Words.SHA256,
        },
    }  # fmt: skip


def _auth(request: HttpRequest, provider: Provider, back: str, metadata: str, told: dict[str, str]) -> Any:
    asked = {
        "https": "on" if request.is_secure() else "off", "http_host": request.get_host(),
        "script_name": back.partition(request.get_host())[2], "get_data": {}, "post_data": told,
    }  # fmt: skip
    return OneLogin_Saml2_Auth(asked, _settings(provider, back, metadata))


def begin(
    request: HttpRequest, provider: Provider, back: str, metadata: str, *, again: bool = False
) -> tuple[str, dict[str, str]]:
    """Address of the directory's page, and the number of the question."""
    auth = _auth(request, provider, back, metadata, {})
    address = auth.login(return_to="", force_authn=again)
    return address, {"asked": auth.get_last_request_id()}


def finish(
    request: HttpRequest, provider: Provider, back: str, metadata: str, kept: dict[str, str], told: dict[str, str]
) -> dict[str, Any]:
    """What the directory says of her, after every check; only as the answer to our own question, once."""
    auth = _auth(request, provider, back, metadata, told)
    try:
        auth.process_response(request_id=kept["asked"])
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, ValueError, TypeError, SyntaxError) as wrong:
        raise NotVouched(f"SAML の返事が読めない（{type(wrong).__name__}）") from wrong
    if auth.get_errors() or not auth.is_authenticated():
        raise NotVouched(f"SAML の返事が正しくない（{(auth.get_last_error_reason() or '')[:150]}）")
    if auth.get_last_response_in_response_to() != kept["asked"]:
        raise NotVouched("こちらの問いへの返事ではない")
    attributes = {name: values[0] for name, values in auth.get_attributes().items() if values}
    context = " ".join(auth.get_last_authn_contexts() or [])
    return attributes | {"NameID": auth.get_nameid() or "", "amr": [word for word in MFA if word in context]}


def metadata_of(provider: Provider, back: str, metadata: str) -> bytes:
    """What the directory's keepers have to enter about us (XML)."""
    made = OneLogin_Saml2_Settings(_settings(provider, back, metadata), sp_validation_only=True).get_sp_metadata()
    return made if isinstance(made, bytes) else made.encode()
