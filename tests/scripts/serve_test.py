"""The static server: right types, byte ranges, sources below /src/, and nothing outside the site."""

import http.client
import pathlib
import re
import subprocess
import tempfile
import unittest
import urllib.parse

SERVE = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "lib" / "serve.mjs"


class Serve(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        (root / "site" / "assets" / "samples").mkdir(parents=True)
        (root / "site" / "index.html").write_text("<title>page</title>", encoding="utf-8")
        (root / "site" / "app.wasm").write_bytes(bytes(range(100)))
        (root / "site" / "assets" / "samples" / "demo.json").write_text("{}", encoding="utf-8")
        (root / "secret.txt").write_text("secret", encoding="utf-8")
        (root / "a b&c.json").write_text('{"mine": 1}', encoding="utf-8")
        self.root = root

    def start(self, *sources: pathlib.Path) -> str:
        """Starts the server on a free port; returns the address that it prints."""
        process = subprocess.Popen(["node", SERVE, "--port", "0", "--site", self.root / "site", *sources],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        self.port = int(re.search(r":(\d+)/", address)[1])
        return address

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), body

    def test_page_and_module_with_their_types(self):
        self.assertIn("?url=assets/samples/demo.json", self.start())
        self.assertEqual(self.get("/")[2], b"<title>page</title>")
        status, headers, body = self.get("/app.wasm")
        self.assertEqual((status, headers["Content-Type"], len(body)), (200, "application/wasm", 100))

    def test_byte_ranges(self):
        self.start()
        status, headers, body = self.get("/app.wasm", Range="bytes=10-12")
        self.assertEqual((status, headers["Content-Range"], body), (206, "bytes 10-12/100", bytes([10, 11, 12])))
        self.assertEqual(self.get("/app.wasm", Range="bytes=-2")[2], bytes([98, 99]))
        self.assertEqual(self.get("/app.wasm", Range="bytes=100-")[0], 416)

    def test_a_named_source_is_offered_under_an_escaped_name(self):
        address = self.start(self.root / "a b&c.json")
        url = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["url"][0]
        self.assertEqual(url, "src/1/a%20b%26c.json")
        self.assertEqual(self.get("/" + url)[2], b'{"mine": 1}')

    def test_nothing_outside_the_site(self):
        self.start()
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%00", "/%", "/none"):
            self.assertEqual(self.get(path)[0], 404, path)

    def test_only_reading(self):
        self.start()
        self.assertEqual(self.get("/", method="POST")[0], 405)
        self.assertEqual(self.get("/app.wasm", method="HEAD")[2], b"")


if __name__ == "__main__":
    unittest.main()
