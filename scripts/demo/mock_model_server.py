#!/usr/bin/env python3
"""A small stand-in for model APIs on the loopback interface, for making demo traces without a network or a bill.

    python3 mock_model_server.py --port 8801

Speaks OpenAI chat completions and embeddings (/v1/chat/completions, /v1/embeddings), Anthropic messages (/v1/messages)
and Gemini (/v1beta/models/MODEL:generateContent, :streamGenerateContent), each of the three chats plain or streamed as
server-sent events, with tool calls and usage.

Answers are scripted by the caller and used up in order, one queue per API key:

    POST /script  {"key": "session-7", "replies": [{"text": "Hello"}, {"status": 429}]}

A reply may hold (all optional): text, tools [{name, arguments}], reasoning (text, Anthropic only), first_ms (delay
before the first byte), token_ms (delay per output token), input_tokens, output_tokens, cached, cache_write,
reasoning_tokens, finish, status and message (an error instead of an answer), retry_ms (Retry-After of the error).
A key without a script gets a short fixed answer. Token counts not given are estimated from text length.
"""
import argparse
import json
import threading
import time
from collections import defaultdict, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATED_MODELS = {
    "gpt-4o": "gpt-4o-2024-08-06",
    "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
    "gpt-4.1": "gpt-4.1-2025-04-14",
    "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
    "o4-mini": "o4-mini-2025-04-16",
    "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
    "claude-haiku-4-5": "claude-haiku-4-5-20251001",
}
ERROR_TYPES = {
    400: ("invalid_request_error", "invalid_request_error"),
    429: ("rate_limit_exceeded", "rate_limit_error"),
    500: ("server_error", "api_error"),
    529: ("overloaded", "overloaded_error"),
}
EMBEDDING_WIDTH = 8


def estimate_tokens(text):
    """About four bytes a token, which is near enough for every language we use."""
    return max(1, len(text.encode("utf-8")) // 4)


def pieces(text, characters=14):
    return [text[i:i + characters] for i in range(0, len(text), characters)]


class Scripts:
    """Scripted replies by API key; safe to use from every connection's thread."""

    def __init__(self):
        self._lock = threading.Lock()
        self._queues = defaultdict(deque)
        self._last_id = 0

    def add(self, key, replies):
        with self._lock:
            self._queues[key].extend(replies)

    def next(self, key):
        with self._lock:
            queue = self._queues[key]
            return queue.popleft() if queue else {"text": "Happy to help. What would you like to know?"}

    def new_id(self, prefix):
        with self._lock:
            self._last_id += 1
            return f"{prefix}{0xA1C0DE0000 + self._last_id * 7919:014x}"


class Reply:
    """One scripted answer with its blanks filled in from the request."""

    def __init__(self, script, request, scripts):
        self.text = script.get("text", "")
        self.tools = [dict(t, id=scripts.new_id("call_")) for t in script.get("tools", [])]
        self.reasoning = script.get("reasoning", "")
        self.first_s = script.get("first_ms", 180) / 1000
        self.token_s = script.get("token_ms", 4) / 1000
        self.cached = script.get("cached", 0)
        self.cache_write = script.get("cache_write", 0)
        self.reasoning_tokens = script.get("reasoning_tokens", 0)
        self.finish = script.get("finish")
        self.status = script.get("status", 200)
        self.message = script.get("message", "The server had an error while processing your request.")
        self.retry_s = script.get("retry_ms", 0) / 1000
        wanted = {k: request[k] for k in ("system", "messages", "tools") if k in request}
        said = self.text + self.reasoning + "".join(json.dumps(t["arguments"]) for t in self.tools)
        self.input_tokens = script.get("input_tokens", estimate_tokens(json.dumps(wanted, ensure_ascii=False)))
        self.output_tokens = script.get("output_tokens", estimate_tokens(said) + self.reasoning_tokens)
        self.model = DATED_MODELS.get(request.get("model", ""), request.get("model", "unknown"))

    def tools_as_anthropic(self):
        return [{"type": "tool_use", "id": t["id"].replace("call_", "toolu_"), "name": t["name"],
                 "input": t["arguments"]} for t in self.tools]


# ---- OpenAI chat completions ---------------------------------------------------------------------------------------

def openai_usage(r):
    return {"prompt_tokens": r.input_tokens, "completion_tokens": r.output_tokens,
            "total_tokens": r.input_tokens + r.output_tokens,
            "prompt_tokens_details": {"cached_tokens": r.cached, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": r.reasoning_tokens, "audio_tokens": 0,
                                          "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}}


def openai_tool_calls(r):
    return [{"id": t["id"], "type": "function",
             "function": {"name": t["name"], "arguments": json.dumps(t["arguments"], ensure_ascii=False)}}
            for t in r.tools]


def openai_body(r, reply_id):
    message = {"role": "assistant", "content": r.text or None, "refusal": None, "annotations": []}
    if r.tools:
        message["tool_calls"] = openai_tool_calls(r)
    finish = r.finish or ("tool_calls" if r.tools else "stop")
    return {"id": reply_id, "object": "chat.completion", "created": int(time.time()), "model": r.model,
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
            "usage": openai_usage(r), "service_tier": "default", "system_fingerprint": "fp_5d1a9c04b7"}


def openai_events(r, reply_id, with_usage):
    """Yields (output tokens in this event, payload)."""
    base = {"id": reply_id, "object": "chat.completion.chunk", "created": int(time.time()), "model": r.model,
            "service_tier": "default", "system_fingerprint": "fp_5d1a9c04b7"}

    def chunk(delta, finish=None):
        return dict(base, choices=[{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}])

    yield 0, chunk({"role": "assistant", "content": ""})
    for piece in pieces(r.text):
        yield estimate_tokens(piece), chunk({"content": piece})
    for i, call in enumerate(openai_tool_calls(r)):
        head = dict(call, index=i, function={"name": call["function"]["name"], "arguments": ""})
        yield 4, chunk({"tool_calls": [head]})
        for piece in pieces(call["function"]["arguments"]):
            yield estimate_tokens(piece), chunk({"tool_calls": [{"index": i, "function": {"arguments": piece}}]})
    yield 0, chunk({}, r.finish or ("tool_calls" if r.tools else "stop"))
    if with_usage:
        yield 0, dict(base, choices=[], usage=openai_usage(r))


# ---- Anthropic messages --------------------------------------------------------------------------------------------

def anthropic_usage(r):
    """Anthropic counts additively: input_tokens leaves out what was read from or written to the cache."""
    return {"input_tokens": max(0, r.input_tokens - r.cached - r.cache_write), "output_tokens": r.output_tokens,
            "cache_read_input_tokens": r.cached, "cache_creation_input_tokens": r.cache_write,
            "cache_creation": {"ephemeral_5m_input_tokens": r.cache_write, "ephemeral_1h_input_tokens": 0},
            "service_tier": "standard"}


def anthropic_blocks(r):
    blocks = [{"type": "thinking", "thinking": r.reasoning, "signature": "c2lnbmVk"}] if r.reasoning else []
    return blocks + ([{"type": "text", "text": r.text}] if r.text else []) + r.tools_as_anthropic()


def anthropic_body(r, reply_id):
    stop = r.finish or ("tool_use" if r.tools else "end_turn")
    return {"id": reply_id, "type": "message", "role": "assistant", "model": r.model, "content": anthropic_blocks(r),
            "stop_reason": stop, "stop_sequence": None, "usage": anthropic_usage(r)}


def anthropic_events(r, reply_id):
    start = dict(anthropic_body(r, reply_id), content=[], stop_reason=None)
    start["usage"] = dict(start["usage"], output_tokens=1)
    yield 0, {"type": "message_start", "message": start}
    for i, block in enumerate(anthropic_blocks(r)):
        kind = block["type"]
        empty = {"text": {"text": ""}, "thinking": {"thinking": "", "signature": ""}, "tool_use": {"input": {}}}[kind]
        yield 0, {"type": "content_block_start", "index": i, "content_block": dict(block, **empty)}
        field, delta_type, text = {
            "text": ("text", "text_delta", block.get("text")),
            "thinking": ("thinking", "thinking_delta", block.get("thinking")),
            "tool_use": ("partial_json", "input_json_delta", json.dumps(block.get("input"), ensure_ascii=False)),
        }[kind]
        for piece in pieces(text):
            yield estimate_tokens(piece), {"type": "content_block_delta", "index": i,
                                           "delta": {"type": delta_type, field: piece}}
        yield 0, {"type": "content_block_stop", "index": i}
    stop = r.finish or ("tool_use" if r.tools else "end_turn")
    yield 0, {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None},
              "usage": {"output_tokens": r.output_tokens, "input_tokens": anthropic_usage(r)["input_tokens"],
                        "cache_read_input_tokens": r.cached, "cache_creation_input_tokens": r.cache_write}}
    yield 0, {"type": "message_stop"}


# ---- Gemini --------------------------------------------------------------------------------------------------------

def gemini_body(r, reply_id, parts, finish):
    """Gemini counts inclusively for the cache, and thoughts beside the candidates."""
    usage = {"promptTokenCount": r.input_tokens, "candidatesTokenCount": r.output_tokens - r.reasoning_tokens,
             "totalTokenCount": r.input_tokens + r.output_tokens}
    if r.cached:
        usage["cachedContentTokenCount"] = r.cached
    if r.reasoning_tokens:
        usage["thoughtsTokenCount"] = r.reasoning_tokens
    candidate = {"index": 0, "content": {"role": "model", "parts": parts}}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": r.model, "responseId": reply_id}


def gemini_calls(r):
    return [{"functionCall": {"id": t["id"], "name": t["name"], "args": t["arguments"]}} for t in r.tools]


def gemini_events(r, reply_id):
    for piece in pieces(r.text, 60):
        yield estimate_tokens(piece), gemini_body(r, reply_id, [{"text": piece}], None)
    yield 0, gemini_body(r, reply_id, gemini_calls(r) or [{"text": ""}], r.finish or "STOP")


def gemini_whole(r, reply_id):
    parts = ([{"text": r.text}] if r.text else []) + gemini_calls(r)
    return gemini_body(r, reply_id, parts, r.finish or "STOP")


def embeddings_body(request):
    texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
    tokens = sum(estimate_tokens(str(t)) for t in texts)
    rows = [{"object": "embedding", "index": i, "embedding": embedding(str(t))} for i, t in enumerate(texts)]
    return {"object": "list", "model": request["model"], "data": rows,
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}


def embedding(text):
    """A short, repeatable vector: what matters to a trace viewer is that there is one."""
    return [round(((sum(text.encode("utf-8")) * (i + 3)) % 2000 - 1000) / 1000, 3) for i in range(EMBEDDING_WIDTH)]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up are no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripts = Scripts()

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._send(200, {"ok": True})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if self.path == "/script":
            self.scripts.add(request["key"], request["replies"])
            self._send(200, {"queued": len(request["replies"])})
        elif self.path.endswith("/embeddings"):
            time.sleep(0.04)
            self._send(200, embeddings_body(request))
        elif "enerateContent" in self.path:
            self._gemini(request)
        else:
            self._chat(request)

    def _gemini(self, request):
        """The model is in the path, as :generateContent or :streamGenerateContent, and the key in a header."""
        model, _, method = self.path.partition("?")[0].rpartition("/")[2].partition(":")
        wanted = {"model": model, "system": request.get("systemInstruction"), "messages": request.get("contents", [])}
        reply = Reply(self.scripts.next(self.headers.get("x-goog-api-key", "")), wanted, self.scripts)
        time.sleep(reply.first_s)
        reply_id = self.scripts.new_id("resp-")
        if reply.status != 200:
            words = {400: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED"}.get(reply.status, "INTERNAL")
            self._send(reply.status, {"error": {"code": reply.status, "message": reply.message, "status": words}})
        elif method == "streamGenerateContent":
            self._stream(reply, ((n, f"data: {json.dumps(e)}\n\n") for n, e in gemini_events(reply, reply_id)))
        else:
            time.sleep(reply.token_s * reply.output_tokens)
            self._send(200, gemini_whole(reply, reply_id))

    def _chat(self, request):
        key = self.headers.get("x-api-key") or self.headers.get("authorization", "").replace("Bearer ", "")
        reply = Reply(self.scripts.next(key), request, self.scripts)
        time.sleep(reply.first_s)
        anthropic = self.path.endswith("/messages")
        reply_id = self.scripts.new_id("msg_" if anthropic else "chatcmpl-")
        if reply.status != 200:
            self._send_error_reply(reply, anthropic)
        elif not request.get("stream"):
            time.sleep(reply.token_s * reply.output_tokens)
            self._send(200, (anthropic_body if anthropic else openai_body)(reply, reply_id))
        elif anthropic:
            self._stream(reply, ((n, f"event: {e['type']}\ndata: {json.dumps(e)}\n\n")
                                 for n, e in anthropic_events(reply, reply_id)))
        else:
            usage = (request.get("stream_options") or {}).get("include_usage", False)
            self._stream(reply, ((n, f"data: {json.dumps(e)}\n\n") for n, e in openai_events(reply, reply_id, usage)),
                         end="data: [DONE]\n\n")

    def _send_error_reply(self, reply, anthropic):
        openai_type, anthropic_type = ERROR_TYPES.get(reply.status, ERROR_TYPES[500])
        error = {"message": reply.message, "type": anthropic_type if anthropic else openai_type}
        body = {"type": "error", "error": error} if anthropic else {"error": dict(error, param=None, code=openai_type)}
        headers = {"retry-after-ms": str(int(reply.retry_s * 1000))} if reply.retry_s else {}
        self._send(reply.status, body, headers)

    def _send(self, status, body, headers=None):
        data = json.dumps(body, ensure_ascii=False).encode("utf-8")
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply, events, end=""):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for tokens, text in events:
            time.sleep(reply.token_s * tokens)
            self._write_chunk(text)
        if end:
            self._write_chunk(end)
        self.wfile.write(b"0\r\n\r\n")

    def _write_chunk(self, text):
        data = text.encode("utf-8")
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def main():
    arguments = argparse.ArgumentParser(description="Stand-in for model APIs, loopback only.")
    arguments.add_argument("--port", type=int, default=8801)
    server = Server(("127.0.0.1", arguments.parse_args().port), Handler)
    server.serve_forever()


if __name__ == "__main__":
    main()
