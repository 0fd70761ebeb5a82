# SPDX-License-Identifier: Apache-2.0
"""Endpoints by other hands behind reverse proxies that are set up as their manuals do it: still certified."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from hallmark_program import HERE, free_port, hallmark, listening, peer_endpoint, smallest_endpoint

LEDGER = os.path.join(HERE, "ledger_endpoint.py")

NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream target {{
    server {behind};
    keepalive 32;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://target;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""

HAPROXY = """
global
  maxconn 2000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  retries 3
frontend suite
  bind 127.0.0.1:{port}
  default_backend target
backend target
  server target {behind}
"""

PROXIES = {"nginx": (NGINX, ["-p", "{folder}", "-c", "{file}"]), "haproxy": (HAPROXY, ["-f", "{file}"])}
ENDPOINTS = {
    "peer": peer_endpoint,
    "ledger": lambda: listening(sys.executable, LEDGER, "--port", "0"),
    "smallest": smallest_endpoint,
}


def program(name):
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def behind(name, url):
    text, arguments = PROXIES[name]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        port, file = free_port(), os.path.join(folder, "proxy.conf")
        with open(file, "w", encoding="utf-8") as config:
            config.write(text.format(folder=folder, port=port, behind=url.split("//")[1]))
        process = subprocess.Popen([program(name), *(word.format(folder=folder, file=file) for word in arguments)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            deadline = time.monotonic() + 30
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    break
                except OSError as error:
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise AssertionError(process.stderr.read()) from error
                    time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()
            process.stderr.close()


class ReverseProxies(unittest.TestCase):
    def check(self, proxy):
        if program(proxy) is None:
            self.skipTest(f"{proxy} is not installed")
        for name, endpoint in ENDPOINTS.items():
            with self.subTest(endpoint=name), endpoint() as url, behind(proxy, url) as front:
                done = hallmark("run", "--endpoint", front, "--timeout", "30s", "--depth", "1")
                self.assertEqual(done.failures(), set(), done.out)
                self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-3000:] + done.err)

    def test_nginx(self):
        self.check("nginx")

    def test_haproxy(self):
        self.check("haproxy")


if __name__ == "__main__":
    unittest.main(verbosity=2)
