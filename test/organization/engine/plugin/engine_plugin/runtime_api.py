"""The Lambda Runtime API, as one runtime asks for its work.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import queue
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "/2018-06-01/runtime/"


@dataclass(frozen=True)
class Invocation:
    id: str
    payload: str
    function_arn: str
    trace_id: str
    timeout_s: int
    # Of (body, whether it is an error).
    answer: Future = field(default_factory=Future)


class RuntimeApi:
    """Serves on a loopback port of its own until it is closed."""

    def __init__(self):
        # Set once the runtime has asked for work; an exception if it could not start.
        self.ready = Future()
        self._queue = queue.SimpleQueue()
        self._taken: dict[str, Invocation] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def give(self, invocation: Invocation) -> None:
        self._taken[invocation.id] = invocation
        self._queue.put(invocation)

    def fail_all(self, body: bytes) -> None:
        """For a runtime that is gone: whatever it had taken has failed."""
        if not self.ready.done():
            self.ready.set_exception(RuntimeError(body.decode()))
        for id in list(self._taken):
            self._answered(id, body, True)

    def close(self) -> None:
        # A runtime that waits for work is told that there is none.
        self._queue.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _answered(self, id: str, body: bytes, is_error: bool) -> None:
        invocation = self._taken.pop(id, None)
        if invocation and not invocation.answer.done():
            invocation.answer.set_result((body, is_error))

    def _handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if self.path != PREFIX + "invocation/next":
                    return self._reply(404)
                if not api.ready.done():
                    api.ready.set_result(None)
                invocation = api._queue.get()
                if invocation is None:
                    self.close_connection = True
                    return self._reply(410)
                deadline = time.time() + invocation.timeout_s
                self._reply(200, invocation.payload.encode(), {
                    "Lambda-Runtime-Aws-Request-Id": invocation.id,
                    "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
                    "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
                    "Lambda-Runtime-Trace-Id": invocation.trace_id,
                })

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                match self.path.removeprefix(PREFIX).split("/"):
                    case ["init", "error"]:
                        api.fail_all(body)
                    case ["invocation", id, "response" | "error" as outcome]:
                        api._answered(id, body, outcome == "error")
                    case _:
                        return self._reply(404)
                self._reply(202, b"{}")

            def _reply(self, status, body=b"", headers={}):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Nothing: who reads the engine's log looks for the functions' own lines."""

        return Handler
