"""The engine ends with whoever started it, also with one that was killed: its standard input ends then."""

import os
import signal
import sys
import threading

from localemu.runtime import hooks

ENDS_WITHIN_S = 10


@hooks.on_infra_start()
def end_with_parent():
    threading.Thread(target=wait_for_end, daemon=True).start()


def wait_for_end():
    while sys.stdin.buffer.read1():
        """What is said there is for nobody."""
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(ENDS_WITHIN_S, os._exit, [1]).start()
