"""Mail over TLS and with a login, against a real local server with a certificate of its own."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.web.calendar.servers import Box, running, server_at

from prongsai.web.year.calendar.smtp import Outcome, check, hand_over

MAIL = b"Subject: x\r\n\r\nbody\r\n"
USER, PASSWORD = "ita", "correct horse"
TO = "officer@example.go.th"
# The test's server does not see that its whole connection is encrypted.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of a test")])
    day = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def context(certificate):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def admitted(_server, _session, _envelope, mechanism, data):
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    # What is not handled, the server itself refuses with 535.
    return AuthResult(success=mechanism in ("LOGIN", "PLAIN") and data == known, handled=False)


def options(tls, context):
    """What a server of this kind demands; a login only where nobody can listen."""
    if tls == "start":
        return {"tls_context": context, "require_starttls": True, "auth_require_tls": True}
    return {"ssl_context": context, "auth_require_tls": False}


def sent(server, tls, **login):
    told = []
    return told, hand_over(
        server_at(server.port, tls=tls, **login), TO, MAIL, lambda: told.append("ending")
    )


@pytest.mark.parametrize("tls", ["start", "whole"])
def test_a_mail_goes_encrypted_and_signed_in(tls, certificate, context, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box = Box()
    demands = options(tls, context)
    with running(box, authenticator=admitted, auth_required=True, **demands) as server:
        mine = server_at(server.port, tls=tls, user=USER, password=PASSWORD)
        assert check(mine) == ""
        told, answer = sent(server, tls, user=USER, password=PASSWORD)
    assert answer.outcome is Outcome.SENT
    assert told == ["ending"]
    assert len(box.mails) == 1


@pytest.mark.parametrize("tls", ["start", "whole"])
def test_a_wrong_password_keeps_the_mail_and_tells_the_host(tls, certificate, context, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box = Box()
    demands = options(tls, context)
    with running(box, authenticator=admitted, auth_required=True, **demands) as server:
        told, answer = sent(server, tls, user=USER, password="wrong")  # noqa: S106
        why = check(server_at(server.port, tls=tls, user=USER, password="wrong"))  # noqa: S106
    assert (answer.outcome, answer.is_down) == (Outcome.LATER, True)
    assert "535" in why
    assert "wrong" not in why
    assert not told
    assert not box.mails


@pytest.mark.parametrize("tls", ["start", "whole"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(tls, context):
    box = Box()
    with running(box, **options(tls, context)) as server:
        told, answer = sent(server, tls)
    assert (answer.outcome, answer.is_down) == (Outcome.LATER, True)
    assert "CERTIFICATE_VERIFY_FAILED" in answer.words
    assert not told
    assert not box.mails


def test_a_server_without_tls_gets_nothing_where_tls_is_set(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box = Box()
    with running(box) as server:
        told, answer = sent(server, "start", user=USER, password=PASSWORD)
    assert answer.outcome is Outcome.LATER
    assert not told
    assert not box.mails
