"""Lambda without containers: every execution environment is a process of this machine.

The variable LAMBDA_RUNTIME_COMMAND holds the command that runs AWS's runtime client, as a JSON list.
"""

import json
import logging
import os
import time

from localemu import config
from localemu.services.lambda_.invocation.lambda_models import InvocationResult
from localemu.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localemu.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from .runtime_api import Invocation
from .runtime_process import RuntimeProcess

LOG = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"


class HostProcesses(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *args, **kwargs):
        return HostProcessExecutor


class HostProcessExecutor(RuntimeExecutor):
    def __init__(self, id, function_version):
        super().__init__(id=id, function_version=function_version)
        self._environment: dict[str, str] = {}
        self._runtime: RuntimeProcess | None = None

    def start(self, env_vars):
        folder = str(self.function_version.config.code.get_unzipped_code_location())
        runtime = f"AWS_Lambda_{self.function_version.config.runtime}"
        self._environment = {
            "PATH": os.environ["PATH"],
            "LANG": "en_US.UTF-8",
            **{name: str(value) for name, value in env_vars.items()},
            # Nobody sends a session token over plain http.
            "AWS_ENDPOINT_URL": env_vars["AWS_ENDPOINT_URL"].replace("http:", "https:"),
            "AWS_EXECUTION_ENV": runtime,
            "LAMBDA_TASK_ROOT": folder,
            "TZ": "UTC",
        }
        self._spawn()

    def stop(self):
        if self._runtime:
            self._runtime.stop()

    def invoke(self, payload, function_timeout=None):
        if not self._runtime.is_running:
            self._spawn()
        runtime = self._runtime
        invocation = Invocation(
            id=payload["invoke-id"],
            payload=payload["payload"],
            function_arn=payload["invoked-function-arn"],
            trace_id=payload["trace-id"],
            timeout_s=self.function_version.config.timeout,
        )
        logged = runtime.log_size()
        try:
            body, is_error = runtime.invoke(invocation)
        except TimeoutError:
            runtime.stop()
            body, is_error = timed_out(invocation), True
        logs = f"START RequestId: {invocation.id}\n{runtime.log_since(logged)}END RequestId: {invocation.id}\n"
        LOG.info("%s: %s", self.function_version.id.function_name, logs)
        return InvocationResult(invocation.id, body, is_error=is_error, logs=logs)

    def _spawn(self):
        command = json.loads(os.environ["LAMBDA_RUNTIME_COMMAND"])
        self._runtime = RuntimeProcess(command, self._environment["LAMBDA_TASK_ROOT"], self._environment)
        self._runtime.wait_until_ready()

    def get_logs(self):
        return self._runtime.log_since(0) if self._runtime else ""

    def get_address(self):
        return LOOPBACK

    def get_endpoint_from_executor(self):
        return LOOPBACK

    def get_runtime_endpoint(self):
        return f"http://{LOOPBACK}:{config.GATEWAY_LISTEN[0].port}/not-asked"

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        """Nothing: the code belongs to the engine, which removes it."""


def timed_out(invocation: Invocation) -> bytes:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    said = f"{stamp}.000Z {invocation.id} Task timed out after {invocation.timeout_s}.00 seconds"
    return json.dumps({"errorType": "Sandbox.Timedout", "errorMessage": said}).encode()
