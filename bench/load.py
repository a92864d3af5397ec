"""The same request again and again, from 1 connection or from many at once."""

import socket
import threading
import time

from bench.servers import Server
from bench.visitor import exchange

Page = tuple[bytes, int]
"""A request that can be sent again and again, and the status it gets."""


def load_on(server: Server, page: Page, at_once: int, each: int) -> tuple[float, list[float]]:
    """Send a request from so many connections, so often from each.

    The processor's milliseconds a request, and those of every request by the clock.
    """
    times: list[float] = []
    wrong: list[str] = []

    def send() -> None:
        with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
            for _ in range(each):
                start = time.perf_counter()
                reply = exchange(connection, page[0])
                times.append((time.perf_counter() - start) * 1000)
                if reply.status != page[1]:
                    wrong.append(reply.head.partition("\r\n")[0])

    before = server.cpu
    threads = [threading.Thread(target=send) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong or len(times) != at_once * each:
        raise SystemExit(f"{len(times)} answers of {at_once * each}; wrong: {wrong[:1]}")
    return (server.cpu - before) * 1000 / len(times), times
