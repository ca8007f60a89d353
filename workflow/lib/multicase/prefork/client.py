"""Have a server run a command, and end as it ends: `client.py ADDRESS PYTHON SCRIPT`.

It starts for every job, and imports nothing that takes time: `_socket` without the module on top of it.
"""

import _socket
import json
import os
import signal
import sys


def main(address: str, words: list[str]) -> None:
    """Hand a command over; become it where no server takes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the job gets it too, and says how it ends
    try:
        server = _handed_over(address, words)
        process = _number(server)
    except OSError:
        process = None
    if process is None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.execvp(words[0], words)
    status = _number(server)
    if status is None:  # somebody killed the server
        os.kill(process, signal.SIGKILL)
        sys.exit(f"The server of jobs ended before its job {process}, which was ended too.")
    if status < 0:
        if -status != signal.SIGKILL:
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


def _handed_over(address: str, words: list[str]) -> _socket.socket:
    umask = os.umask(0)
    os.umask(umask)
    folder = os.getcwd()  # noqa: PTH109  (pathlib takes as long to import as all the rest)
    asked = {"words": words, "folder": folder, "env": dict(os.environ), "umask": umask}
    server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    server.connect(address)
    streams = b"".join(fd.to_bytes(4, sys.byteorder) for fd in (0, 1, 2))
    server.sendmsg([b"\n"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
    server.sendall(json.dumps(asked).encode() + b"\n")
    return server


def _number(server: _socket.socket) -> int | None:
    """The next line that the server says, a number; None where it hangs up."""
    told = b""
    while not told.endswith(b"\n"):
        more = server.recv(1)
        if not more:
            return None
        told += more
    return int(told)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
