"""A staff directory that really signs (庁内の職員認証のまね): OIDC on a port of this machine, and SAML answers."""

import base64
import hashlib
import json
import threading
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Saml

CLIENT, SECRET = "tasuki", "himitsu"


class Directory:
    """Its keys, what it says of whoever comes, and how it may be made to lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        (folder / "secret").write_text(SECRET)
        (folder / "certificate.pem").write_text(self._certificate())
        self.claims: dict[str, object] = {"sub": "1", "preferred_username": "sakura", "amr": ["mfa"]}
        self.wrong: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Nobody answers any more."""
        self.http.shutdown()
        self.http.server_close()

    def settings(self, municipality: str, **more: object) -> str:
        """The file that names this directory, once for OIDC and once for SAML."""
        both = {"municipality": municipality, "trusts_factor": True, "amr": ["mfa"]} | more
        oidc = {"key": "oidc", "kind": "oidc", "server": self.address, "client_id": CLIENT,
                "secret_file": str(self.folder / "secret"), "label": "庁内の職員認証"} | both  # fmt: skip
        saml = {"key": "saml", "kind": "saml", "entity_id": self.address, "sso_url": self.address + "/saml",
                "certificate_file": str(self.folder / "certificate.pem"), "label": "県の職員認証",
                "claim": "uid", "trusts_factor": True} | {k: v for k, v in both.items() if k != "claim"}  # fmt: skip
        path = self.folder / "sso.toml"
        path.write_text("\n".join(_toml(one) for one in (oidc, saml)), encoding="utf-8")
        return str(path)

    def visit(self, address: str) -> dict[str, str]:
        """Somebody signs in at the directory's page; what it sends her back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        directory = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(directory.published(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(directory.token({name: values[0] for name, values in parse_qs(body).items()}))

            def answer(self, told: dict[str, object]) -> None:
                body = json.dumps(told).encode()
                self.send_response(400 if "error" in told else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        return Handler

    def published(self, path: str) -> dict[str, object]:
        """Its description and its public key."""
        if path.endswith("/.well-known/openid-configuration"):
            here = self.address
            return {"issuer": self.wrong.get("publishes", here), "authorization_endpoint": here + "/authorize",
                    "token_endpoint": here + "/token", "jwks_uri": here + "/keys"}  # fmt: skip
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def token(self, sent: dict[str, str]) -> dict[str, object]:
        """A code against an ID token, once; client secret and PKCE are asked for."""
        asked = self.codes.pop(sent.get("code", ""), None)
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        if not asked or sent["client_secret"] != SECRET or challenge != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = datetime.now(UTC)
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + timedelta(minutes=5),
                  "nonce": asked["nonce"], **self.claims, **self.wrong}  # fmt: skip
        claims.pop("publishes", None)
        key = self.other_key if claims.pop("forged", False) else self.key
        if claims.pop("unsigned", False):
            return {"access_token": "x", "id_token": jwt.encode(claims, "", algorithm="none", headers={"kid": "1"})}
        return {"access_token": "x", "id_token": jwt.encode(claims, key, algorithm="RS256", headers={"kid": "1"})}

    def _certificate(self) -> str:
        name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "directory")]), datetime.now(UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
            .sign(self.key, hashes.SHA256())
        )  # fmt: skip
        return made.public_bytes(serialization.Encoding.PEM).decode()

    def saml_answer(self, address: str, back: str, metadata: str, *, uid: str = "sakura", forged: bool = False,
                    asked: str = "", minutes: int = 5, altered: tuple[str, str] = ("", "")) -> dict[str, str]:  # fmt: skip
        """The signed answer to the question in the address, as the directory's page would post it."""
        request = zlib.decompress(base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0]), -15)
        number = asked or ElementTree.fromstring(request).attrib["ID"]
        now = datetime.now(UTC)
        at, until = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (now, now + timedelta(minutes=minutes)))
        before = (now - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="{at}">
<saml:Issuer>{self.address}</saml:Issuer><saml:Subject><saml:NameID>{uid}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{until}" Recipient="{back}" InResponseTo="{number}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{metadata}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{at}" SessionIndex="_s1"><saml:AuthnContext>
<saml:AuthnContextClassRef>https://refeds.org/profile/mfa</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="uid"><saml:AttributeValue>{uid}</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion>"""
        key = (self.other_key if forged else self.key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signed = Saml.add_sign(assertion, key.decode(), (self.folder / "certificate.pem").read_text())
        signed = (signed if isinstance(signed, str) else signed.decode()).replace('<?xml version="1.0"?>', "")
        answer = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_r1" Version="2.0" IssueInstant="{at}" Destination="{back}" InResponseTo="{number}"><saml:Issuer>{self.address}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{signed}</samlp:Response>"""
        if altered[0]:
            assert altered[0] in answer
            answer = answer.replace(*altered)
        return {"SAMLResponse": base64.b64encode(answer.encode()).decode(), "RelayState": ""}


def _toml(facts: dict[str, object]) -> str:
    return "[[provider]]\n" + "\n".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()
    )
