"""TLS as all rivals have to speak it here: version, suite and group are the same for all, and looked at before anything is
measured."""

import os
import re
import socket
import ssl
import subprocess
import threading
from pathlib import Path

from harness import Certificate, Program, fail, pinned

VERSION, SUITE, GROUP = "TLSv1.3", "TLS_AES_256_GCM_SHA384", "X25519"


# For clients that use OpenSSL: they offer this and nothing else.
CLIENT_ENVIRONMENT = {"OPENSSL_CONF": str(Path(__file__).resolve().parent / "peers/client-openssl.cnf")}


def check_negotiated(program: Program) -> None:
    """Fails unless a program that is offered this agrees to it, with the certificate that all have."""
    result = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{program.port}", "-servername", "bench.example"],
        env=os.environ | CLIENT_ENVIRONMENT, stdin=subprocess.DEVNULL, check=False, capture_output=True, text=True, timeout=30)
    for wanted in (rf"^New, {VERSION}, Cipher is {SUITE}$", rf"^Server Temp Key: {GROUP}\b",
                   r"^Peer signature type: ECDSA$", r"^Server public key is 256 bit$"):
        if not re.search(wanted, result.stdout, re.M):
            fail(f"{program.name} does not agree to {wanted}:\n{result.stdout}{result.stderr}")


def check_client(folder: Path, core: int) -> None:
    """Fails unless wrk, too, offers this suite alone: a server that would take any other looks at what it offers."""
    home = folder / "looking"
    home.mkdir()
    certificate = Certificate(home)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        offered: list[tuple] = []

        def look() -> None:
            while not offered:
                try:
                    with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                        # Those that both know, in the client's order.
                        offered.extend(connection.shared_ciphers() or [])
                except TimeoutError:
                    return
                except OSError:
                    # Its first connection says nothing.
                    continue

        thread = threading.Thread(target=look)
        thread.start()
        subprocess.run(
            [*pinned(core), "wrk", "-t1", "-c1", "-d1s", f"https://127.0.0.1:{listener.getsockname()[1]}/"],
            env=os.environ | CLIENT_ENVIRONMENT, check=False, capture_output=True, timeout=60)
        thread.join()
    if [(name, version) for name, version, _ in offered] != [(SUITE, VERSION)]:
        fail(f"wrk offers {offered}, not {SUITE} alone")
