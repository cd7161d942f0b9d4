"""spanorama … --ask WORDS: what the program sends to a language model, and what it makes of the answers."""

import http.server
import json
import os
import pathlib
import subprocess
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "native" / "spanorama"
TRACES = ROOT / "tests" / "fixtures" / "hand" / "plain_services.json"


class Model(http.server.BaseHTTPRequestHandler):
    """Chat completions: gives the server's replies one after the other, and keeps what was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        status, content = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        answer = json.dumps({"choices": [{"message": {"content": content}}]} if status == 200 else {"error": {"message": content}})
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_):
        pass


@unittest.skipUnless(PROGRAM.exists(), "the program is not built")
class Ask(unittest.TestCase):
    def serve(self, *replies: str | tuple[int, str]) -> str:
        self.model = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
        self.model.asked = []
        self.model.replies = [reply if isinstance(reply, tuple) else (200, reply) for reply in replies]
        threading.Thread(target=self.model.serve_forever, daemon=True).start()
        self.addCleanup(self.model.server_close)
        self.addCleanup(self.model.shutdown)
        return f"http://127.0.0.1:{self.model.server_port}"

    def run_program(self, *arguments: str, **variables: str) -> tuple[int, str, str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SPANORAMA_ASK")} | variables
        run = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env=environment, check=False, timeout=60)
        return run.returncode, run.stdout, run.stderr

    def test_the_filter_is_printed_and_nothing_else(self):
        url = self.serve("<think>hm</think>```\nstatus:error\n```")
        status, output, said = self.run_program("traces", str(TRACES), "--ask", "which failed", "--ask-url", url, "--ask-model", "small",
                                                SPANORAMA_ASK_KEY="sk-secret")
        self.assertEqual((status, output), (0, "status:error\n"))
        self.assertIn("it finds 1 of 1 traces", said)
        self.assertNotIn("sk-secret", said)
        [(path, headers, body)] = self.model.asked
        self.assertEqual((path, headers["Authorization"], body["model"]), ("/v1/chat/completions", "Bearer sk-secret", "small"))
        self.assertEqual(body["messages"][1]["content"], "which failed")
        self.assertIn("http.request.method", body["messages"][0]["content"])  # a name that occurs in the traces
        self.assertNotIn("/checkout", body["messages"][0]["content"])         # no value of theirs

    def test_with_yes_the_verb_goes_on_under_both_filters(self):
        url = self.serve("status:error")
        arguments = ["traces", str(TRACES), "--quiet", "--yes", "--ask", "failed"]
        named = {"SPANORAMA_ASK_URL": url, "SPANORAMA_ASK_MODEL": "small"}
        status, output, said = self.run_program(*arguments, **named)
        self.assertEqual((status, json.loads(output)["status"], said), (0, "error", ""))
        status, output, _ = self.run_program(*arguments, "-f", "spans:>100", **named)
        self.assertEqual((status, output), (0, ""))

    def test_an_answer_that_cannot_be_read_is_asked_again_once(self):
        url = self.serve("duration:>soon", "duration:>1ms")
        named = ["--ask-url", url, "--ask-model", "small"]
        self.assertEqual(self.run_program("traces", str(TRACES), "--ask", "slow", *named)[:2], (0, "duration:>1ms\n"))
        self.assertIn("column 11", self.model.asked[1][2]["messages"][3]["content"])
        url = self.serve("duration:>soon")
        status, output, said = self.run_program("traces", str(TRACES), "--ask", "slow", "--ask-url", url, "--ask-model", "small", "--yes")
        self.assertEqual((status, output), (2, ""))
        self.assertIn("twice the answer could not be read: duration:>soon", said)

    def test_failures_are_sentences(self):
        url = self.serve((401, "no such key"))
        status, output, said = self.run_program("traces", str(TRACES), "--ask", "slow", "--ask-url", url, "--ask-model", "small")
        self.assertEqual((status, output), (2, ""))
        self.assertIn("answered with status 401: it wants another key. It says: no such key", said)
        self.assertEqual(len(self.model.asked), 1)

    def test_nobody_is_asked_who_was_not_named(self):
        status, _, said = self.run_program("traces", str(TRACES), "--ask", "slow", "--ask-model", "small")
        self.assertEqual(status, 3)
        self.assertIn("SPANORAMA_ASK_URL", said)
        self.assertEqual(self.run_program("traces", str(TRACES), "--yes")[0], 3)
        self.assertEqual(self.run_program(str(TRACES), "--ask", "slow")[0], 3)


if __name__ == "__main__":
    unittest.main()
