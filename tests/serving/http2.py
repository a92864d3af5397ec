"""Somebody with a browser of today: HTTP/2, one request after the other."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)

from tests.serving.person import Person, Reply, joined

AS_GIVEN: Mapping[str, Any] = {
    "header_encoding": "utf-8",
    "normalize_outbound_headers": False,
    "validate_outbound_headers": False,
}
"""Nothing that is sent is mended or held back."""


class RefusedError(OSError):
    """The server ended a request or the connection without an answer."""


class Http2Connection:
    """One connection. ``weight`` is what came over it, in bytes before TLS."""

    def __init__(self, address: str, tls: ssl.SSLContext, timeout: float) -> None:
        where = urlsplit(address)
        outer = socket.create_connection((where.hostname, where.port), timeout)
        self._socket = tls.wrap_socket(outer, server_hostname=where.hostname)
        if self._socket.selected_alpn_protocol() != "h2":
            self.close()
            raise RefusedError("the server does not speak HTTP/2")
        self._state = H2Connection(config=H2Configuration(**AS_GIVEN))
        self._state.initiate_connection()
        self.weight = 0
        self.held = False
        """Keep what is to be sent, until something is sent without this."""
        self._flush()

    def begin(
        self, method: str, path: str, headers: Mapping[str, str], *, without_body: bool
    ) -> int:
        """Send the head of a request; the number of its stream."""
        stream = self._state.get_next_available_stream_id()
        names = {name.lower(): value for name, value in headers.items()}
        first = {":method": method, ":path": path, ":scheme": "https"}
        if host := names.pop("host", ""):
            first[":authority"] = host
        fields = [*first.items(), *names.items()]
        self._state.send_headers(stream, fields, end_stream=without_body)
        self._flush()
        return stream

    def send(self, stream: int, body: bytes, *, ended: bool = True) -> None:
        """Send a body, or a part of it that is not the last; no more than the server wants now."""
        most = self._state.max_outbound_frame_size
        wanted = body[: self._state.local_flow_control_window(stream)]
        for start in range(0, len(wanted), most):
            self._state.send_data(stream, wanted[start : start + most])
        if ended and wanted == body:
            self._state.end_stream(stream)
        self._flush()

    def reset(self, stream: int) -> None:
        """Take a request back."""
        self._state.reset_stream(stream)
        self._flush()

    def reply(self, stream: int) -> Reply:
        """The whole answer to a request."""
        headers: dict[str, str] = {}
        body = b""
        for event in self._events():
            match event:
                case ResponseReceived(stream_id=number) if number == stream:
                    headers = joined((str(name), str(value)) for name, value in event.headers)
                case DataReceived(stream_id=number) if number == stream:
                    body += event.data
                    self._state.acknowledge_received_data(event.flow_controlled_length, stream)
                case StreamEnded(stream_id=number) if number == stream:
                    break
                case StreamReset(stream_id=number) if number == stream and headers:
                    break  # it has answered and wants no more of the body
                case StreamReset(stream_id=number) if number == stream:
                    raise RefusedError(f"stream ended: {event.error_code!r}")
                case ConnectionTerminated():
                    raise RefusedError(f"connection ended: {event.error_code!r}")
        self._flush()
        return Reply(int(headers.pop(":status")), headers, body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _events(self) -> Iterator[Event]:
        while True:
            data = self._socket.recv(65_536)
            if not data:
                raise RefusedError("the server hung up")
            self.weight += len(data)
            yield from self._state.receive_data(data)
            self._flush()

    def _flush(self) -> None:
        if not self.held:
            self._socket.sendall(self._state.data_to_send())


@dataclass
class Http2Person(Person):
    """A person whose browser speaks HTTP/2. ``weight`` is all that came over the wire."""

    weight: int = 0
    _http2: Http2Connection | None = None

    def close(self) -> None:
        """Hang up."""
        if self._http2:
            self._http2.close()
        self._http2 = None

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        assert self.tls
        if self._http2 is None:
            self._http2 = Http2Connection(self.address, self.tls, self.timeout)
        before = self._http2.weight
        stream = self._http2.begin(method, path, headers, without_body=not body)
        if body:
            self._http2.send(stream, body)
        reply = self._http2.reply(stream)
        self.weight += self._http2.weight - before
        return reply
