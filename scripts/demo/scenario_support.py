#!/usr/bin/env python3
"""The password-reset conversations: an incoming message, retrieval, a draft, an account check, a streamed answer.

    python3 scenario_support.py RUN ENVIRONMENT

The support bot is served over HTTP, so each trace starts with the incoming message; its tool asks the account service
over HTTP, which asks its database. Conversations come from support_conversations.py, one session each.
"""
import json
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from openai import RateLimitError
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

import backends
import models
import telemetry
from articles import as_context, found
from support_conversations import CONVERSATIONS

PROMPT = ("You are the support assistant of Harbor Notes.\nAnswer in the language of the question, in at most five "
          "sentences or a short list. Use only the articles below and name their ids in square brackets. "
          "Check the account before you tell somebody to reset a password.\n\nArticles:\n{{articles}}")
TOOLS = [models.function_tool("check_account_status", "Looks up whether an account exists and can sign in.",
                              account="E-mail address of the account")]


class SupportBot:
    """The app under observation."""

    def __init__(self, steps, accounts_url, help_url, http):
        self.steps, self.accounts_url, self.help_url, self.http = steps, accounts_url, help_url, http
        self.histories = {}

    def __call__(self, environ, start_response):
        request = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        root = trace.get_current_span()
        root.set_attributes({"session.id": request["session"], "user.id": request["user"],
                             "langfuse.trace.tags": request["tags"], "langfuse.trace.name": "support message",
                             "langfuse.trace.metadata.region": request["region"],
                             "langfuse.trace.metadata.channel": request["channel"],
                             "input.value": request["message"]})
        with self.steps.identified(session_id=request["session"], user_id=request["user"]):
            text = self.handle(request)
        root.set_attribute("output.value", text)
        return backends.answer(start_response, "200 OK", {"answer": text})

    def handle(self, request):
        with self.steps.agent("support-agent", request["message"], **{
                "gen_ai.prompt.name": "support-answer", "langfuse.observation.prompt.version": request["prompt_version"],
                "gen_ai.agent.version": "2.3.1"}) as agent:
            self.guard(request["message"])
            documents = self.retrieve(request)
            text = self.converse(request, documents)
            agent.output(text)
            return text

    def guard(self, message):
        with self.steps.check("guardrail", "pii-filter", message) as step:
            time.sleep(0.006)
            kinds = ["email"] if "@" in message else []
            step.span.add_event("guardrail", {"kind": "guardrail", "source": "pii-filter",
                                              "data": json.dumps({"action": "allow", "found": kinds})})
            step.output({"allowed": True, "found": kinds})

    def retrieve(self, request):
        client = models.openai_client(request["key"])
        with self.steps.retrieval("help-center", request["message"]) as step:
            client.embeddings.create(model="text-embedding-3-small", input=request["message"])
            documents = found(*request["found"])
            ids = ",".join(d["id"] for d in documents)
            self.http.get(f"{self.help_url}/articles?ids={ids}&slow_ms={request.get('slow_ms', 0)}")
            step.documents(documents)
        return documents

    def converse(self, request, documents):
        """Draft, tools as long as the model asks for them, then the streamed answer."""
        client = models.openai_client(request["key"])
        history = self.histories.setdefault(request["session"], [])
        history.append({"role": "user", "content": request["message"]})
        system = {"role": "system", "content": PROMPT.replace("{{articles}}", as_context(documents))}
        for _ in range(request["drafts"]):
            draft = self.call(client, request, [system] + history)
            calls = draft.choices[0].message.tool_calls or []
            history.append({"role": "assistant", "content": draft.choices[0].message.content, "tool_calls": [
                {"id": c.id, "type": "function",
                 "function": {"name": c.function.name, "arguments": c.function.arguments}} for c in calls]})
            for call in calls:
                result = self.run_tool(call, request)
                history.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps(result)})
        stream = self.call(client, request, [system] + history, stream=True, stream_options={"include_usage": True})
        text = models.read_stream(stream)
        history.append({"role": "assistant", "content": text})
        return text

    def call(self, client, request, messages, **more):
        """One model call; a rate limit is waited out and tried again, twice at most."""
        for attempt in range(3):
            try:
                return client.chat.completions.create(model=request["model"], messages=messages, tools=TOOLS,
                                                      temperature=0.2, max_tokens=600, **more)
            except RateLimitError as error:
                wait_s = float(error.response.headers.get("retry-after-ms", 500)) / 1000
                trace.get_current_span().add_event("retry", {"attempt": attempt + 1, "wait_ms": int(wait_s * 1000),
                                                             "reason": "rate_limit_exceeded"})
                time.sleep(wait_s)
        raise RuntimeError("rate limited three times")

    def run_tool(self, call, request):
        arguments = json.loads(call.function.arguments)
        try:
            with self.steps.tool(call.function.name, arguments, call.id, TOOLS[0]["function"]["description"]) as step:
                response = self.http.get(f"{self.accounts_url}/accounts", params={
                    "email": arguments["account"], **({"fault": request["fault"]} if request.get("fault") else {})})
                try:
                    response.raise_for_status()
                except httpx.HTTPStatusError as error:
                    step.span.record_exception(error)
                    raise
                step.output(response.json())
                return response.json()
        except httpx.HTTPStatusError as error:
            return {"error": "account service unavailable", "status": error.response.status_code}


def hold(conversation, url, run):
    """Plays the person: sends each message and reads the answer before the next."""
    session = conversation["session"]
    for number, turn in enumerate(conversation["turns"]):
        key = f"{run}-{session}-{number}"
        models.script(key, turn["replies"])
        request = {**{k: v for k, v in conversation.items() if k != "turns"}, **turn, "key": key,
                   "drafts": turn.get("drafts", 0)}
        request.pop("replies")
        body = json.dumps(request).encode()
        post = urllib.request.Request(f"{url}/api/messages", body, {"content-type": "application/json"})
        urllib.request.urlopen(post).close()
        time.sleep(conversation.get("pause_s", 0.6))


def main():
    run, environment = sys.argv[1:3]
    where = {"cloud.region": "eu-central-1", "host.name": "support-7f9c"}
    providers = {name: telemetry.provider_for(run, name, environment, version, **where) for name, version in
                 (("support-bot", "2.3.1"), ("account-service", "5.0.2"), ("help-center-api", "1.12.0"))}
    telemetry.instrument("otel_genai", providers["support-bot"], ["openai"])
    steps = telemetry.GenAiSteps(providers["support-bot"])
    http = httpx.Client(timeout=10)
    HTTPXClientInstrumentor.instrument_client(http, tracer_provider=providers["support-bot"])
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "harbor.db")
        backends.prepare(database)
        accounts = backends.serve(backends.account_service(database, providers["account-service"]),
                                  providers["account-service"])
        articles = backends.serve(backends.help_center(database, providers["help-center-api"]),
                                  providers["help-center-api"])
        bot = backends.serve(SupportBot(steps, accounts, articles, http), providers["support-bot"])
        chosen = [c for c in CONVERSATIONS if c["environment"] == environment]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda c: hold(c, bot, run), chosen))
        time.sleep(0.3)
        for provider in providers.values():
            provider.shutdown()


if __name__ == "__main__":
    main()
