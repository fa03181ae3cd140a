"""The hostile server, its certificates, and a checker that may visit it."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.links.hostile import HostileServer
from tests.links.labelled import SITES

from prongsai.links.checking import Checker
from prongsai.links.guard import PORTS, Guard
from prongsai.links.limits import Limits, Pace

_INSIDE = {"intranet.example": ["8.8.8.8", "192.168.1.5"], "outside.example": ["8.8.8.8"]}
LIMITS = Limits(connect=1.0, total=2.0, slow=0.9)


class Authority:
    """Signs certificates for tests."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _sign(name, self.key, name, self.key, is_authority=True)

    def signed(self, host: str, folder, **days):
        """A context for a server that shows a certificate of this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.subject.rfc4514_string().removeprefix("CN=")
        return _context(key, _sign(host, key, issuer, self.key, **days), folder, host)


def _sign(name, key, issuer, issuer_key, *, is_authority=False, first=-1, last=30):
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=first))
        .not_valid_after(now + timedelta(days=last))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if is_authority:
        usage = [True] * 2 + [False] * 3 + [True] * 2 + [False] * 2
        builder = builder.add_extension(x509.KeyUsage(*usage), critical=True)
    else:
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _context(key, certificate, folder, name) -> ssl.SSLContext:
    pem = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture(scope="session")
def authority():
    """The authority that the checker trusts."""
    return Authority("Authority of tests")


@pytest.fixture(scope="session")
def trust(authority):
    """A context that trusts it and no other."""
    pem = authority.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return ssl.create_default_context(cadata=pem)


@pytest.fixture(scope="session")
def server():
    """The hostile server without TLS."""
    with_ports = HostileServer(SITES)
    yield with_ports
    with_ports.close()


@pytest.fixture(scope="session")
def secure_server(authority, tmp_path_factory):
    """The same sites behind TLS, each name with the certificate of its label."""
    folder = tmp_path_factory.mktemp("certificates")
    contexts = {
        "good": authority.signed("good.secure.example", folder),
        "expired": authority.signed("expired.secure.example", folder, first=-9, last=-2),
        "early": authority.signed("early.secure.example", folder, first=3),
        "wrongname": authority.signed("other.example", folder),
        "stranger": Authority("Stranger").signed("stranger.secure.example", folder),
    }
    key = ec.generate_private_key(ec.SECP256R1())
    own = _sign("own.secure.example", key, "own.secure.example", key)
    contexts["own"] = _context(key, own, folder, "own")
    usual = contexts["good"]

    def choose(line, name, _):
        line.context = contexts.get((name or "").partition(".")[0], usual)

    usual.sni_callback = choose
    server = HostileServer(SITES, usual)
    yield server
    server.close()


@pytest.fixture(scope="session")
def ports(server, secure_server):
    """What stands for {port} and {secure} in a redirect."""
    server.ports = secure_server.ports = {"port": server.port, "secure": secure_server.port}
    return server.ports


def resolve(host: str, port: int) -> list[str]:
    """Names of the hostile server lie on this machine; a few lead elsewhere or nowhere."""
    if host == "nowhere.example":
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    if host == "silent.example":
        raise socket.gaierror(socket.EAI_AGAIN, "ask again")
    return _INSIDE.get(host, ["127.0.0.1"])


@pytest.fixture
def guard():
    """A guard that lets the sites of the server be visited, and nothing else inside."""
    names = [*SITES, "refused.example", "plain.secure.example", "nowhere.example", "silent.example"]
    return Guard(allowed_hosts=names, resolver=resolve, ports=PORTS)


@pytest.fixture
def checker(guard, trust, ports):
    """A checker of small limits and in no hurry to be polite."""
    return Checker(guard, LIMITS, Pace(0, 16), trust=trust)
