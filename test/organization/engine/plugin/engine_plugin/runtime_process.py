"""A runtime as a process of this machine: AWS's own client for Node, and the function in it."""

import json
import os
import signal
import subprocess
import tempfile
import threading

from .runtime_api import Invocation, RuntimeApi

STARTS_WITHIN_S = 30


class RuntimeProcess:
    """Runs in a process group of its own, so that nothing which a function started stays behind."""

    def __init__(self, command: list[str], folder: str, environment: dict[str, str]):
        self._api = RuntimeApi()
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [*command, environment["_HANDLER"]],
            cwd=folder,
            env={**environment, "AWS_LAMBDA_RUNTIME_API": self._api.address},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._watch, daemon=True).start()

    def wait_until_ready(self) -> None:
        self._api.ready.result(timeout=STARTS_WITHIN_S)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def invoke(self, invocation: Invocation) -> tuple[bytes, bool]:
        """Raises TimeoutError; the process is of no use after that."""
        self._api.give(invocation)
        return invocation.answer.result(timeout=invocation.timeout_s)

    def log_size(self) -> int:
        return os.fstat(self._log.fileno()).st_size

    def log_since(self, offset: int) -> str:
        return os.pread(self._log.fileno(), 1 << 20, offset).decode(errors="replace")

    def stop(self) -> None:
        if self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)
        threading.Thread(target=self._api.close, daemon=True).start()

    def _watch(self) -> None:
        status = self._process.wait()
        said = f"Runtime exited with error: exit status {status}"
        self._api.fail_all(json.dumps({"errorType": "Runtime.ExitError", "errorMessage": said}).encode())
