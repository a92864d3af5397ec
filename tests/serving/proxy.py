"""The shipped nginx in front of some copies, with its paths, its ports and its certificate here."""

import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.cli import content
from app.config import ROOT
from tests.needs import NGINX
from tests.serving.http2 import Http2Person
from tests.serving.person import Person
from tests.serving.served import LONGEST_END, LONGEST_START, free_port

CONFIG = ROOT / "deploy" / "nginx.conf"
HOST = "check.hospital.example"
BEHIND = {"SECURE_COOKIE": "1", "TRUSTED_HOSTS": HOST, "PROXIES": "1"}
"""What a copy is told that stands behind it."""
CERTIFICATE = "certificate.pem"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    """One running nginx."""

    process: subprocess.Popen[bytes]
    port: int
    plain_port: int
    folder: Path
    tls: ssl.SSLContext
    """What trusts it, without HTTP/2."""

    @property
    def address(self) -> str:
        """Where it answers, over TLS."""
        return f"https://127.0.0.1:{self.port}"

    def person(self, **headers: str) -> Person:
        """Somebody who comes by the right name."""
        return Person(self.address, {"Host": HOST, **headers}, tls=self.tls)

    def modern_person(self, **headers: str) -> Http2Person:
        """The same with HTTP/2, as today's browsers speak it."""
        tls = ssl.create_default_context(cafile=str(self.folder / CERTIFICATE))
        tls.set_alpn_protocols(["h2"])
        return Http2Person(self.address, {"Host": HOST, **headers}, tls=tls)

    @property
    def logs(self) -> str:
        """All that it wrote."""
        return "".join(
            (self.folder / name).read_text(errors="replace")
            for name in ("access.log", "error.log", "output.log")
        )

    def files(self) -> list[Path]:
        """What it keeps of bodies and answers on the disk."""
        return [
            file for name in TEMPORARY for file in (self.folder / name).rglob("*") if file.is_file()
        ]


@contextmanager
def proxied(folder: Path, ports: Sequence[int]) -> Iterator[Proxy]:
    """nginx as shipped in front of the copies at these ports."""
    port, plain_port = free_port(), free_port()
    tls = _certify(folder)
    _write_page(folder)
    config = folder / "nginx.conf"
    config.write_text(_here(CONFIG.read_text(encoding="utf-8"), folder, ports, port, plain_port))
    user = "user root; " if os.geteuid() == 0 else ""
    command = [str(NGINX), "-p", str(folder), "-c", str(config), "-g", f"{user}daemon off;"]
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # with fixed arguments
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait(process, port, folder)
        yield Proxy(process, port, plain_port, folder, tls)
    finally:
        process.terminate()
        process.wait(LONGEST_END)


def _here(text: str, folder: Path, ports: Sequence[int], port: int, plain_port: int) -> str:
    """The shipped settings with nothing else changed than where things are."""
    copy = "        server 127.0.0.1:8000 max_fails=0;\n"
    places = {
        copy: "".join(copy.replace("8000", str(at)) for at in ports),
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "listen 80 ": f"listen 127.0.0.1:{plain_port} ",
        "pid /run/nginx.pid": f"pid {folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "    /etc/nginx/self-check": f"    {folder}",
        " /etc/nginx/self-check": f" {folder}",
        "http {\n": "http {\n"
        + "".join(f"    {name}_temp_path {folder}/{name};\n" for name in TEMPORARY),
    }
    for shipped, here in places.items():
        if shipped not in text and shipped.strip() not in text:
            raise ValueError(f"{CONFIG.name} has no {shipped.strip()!r}")
        text = text.replace(shipped, here)
    return text


def _write_page(folder: Path) -> None:
    """The page for when no copy answers, by the command that the settings name."""
    page = folder / "last-resort.html"
    done = CliRunner().invoke(content, ["last-resort", "--output", str(page)])
    if done.exit_code:
        raise RuntimeError(done.output)


def _certify(folder: Path) -> ssl.SSLContext:
    """Write a certificate and its key; what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / CERTIFICATE
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ssl.create_default_context(cafile=str(file))


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nginx does not serve: {(folder / 'output.log').read_text()}")
