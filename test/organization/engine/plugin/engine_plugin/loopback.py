"""The engine is there for this machine only, where LocalEmu listens to every network."""

import functools

from localemu.runtime import hooks


@hooks.on_runtime_create()
def loopback():
    from localemu.runtime.server import twisted

    plain = twisted.endpoints.TCP4ServerEndpoint
    twisted.endpoints.TCP4ServerEndpoint = functools.partial(plain, interface="127.0.0.1")
