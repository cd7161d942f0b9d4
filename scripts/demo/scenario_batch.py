#!/usr/bin/env python3
"""Many short traces of one service, for a list and charts worth looking at.

    python3 scenario_batch.py SERVICE RUN ENVIRONMENT COUNT

SERVICE is a key of SERVICES. Latencies, lengths, users and failures come from a generator seeded by the run's name.
"""
import contextvars
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import batch_content as content
import models
import telemetry
from articles import as_context, found

FAILURES = [
    {"status": 429, "first_ms": 60, "message": "Rate limit reached for requests. Please try again in 6s."},
    {"status": 500, "first_ms": 2400, "message": "The server had an error while processing your request. Sorry about that!"},
    {"status": 400, "first_ms": 90, "message": "This model's maximum context length is 128000 tokens. However, your messages "
                                               "resulted in 131204 tokens. Please reduce the length of the messages."},
    {"status": 529, "first_ms": 1500, "message": "Overloaded"},
]
SPEED = {"gpt-4o": (420, 11), "gpt-4o-mini": (260, 6), "gpt-4.1-mini": (280, 6), "o4-mini": (1400, 8),
         "claude-sonnet-4-5": (650, 12), "claude-haiku-4-5": (330, 6)}
FAILURE_RATE = 0.05
USERS = [1042, 1117, 1310, 2201, 2290, 3301, 3307, 4410, 4471, 5008]


class Job:
    """One trace to be: who asks what, with which model, and what the model answers."""

    def __init__(self, service, run, number, chooser):
        self.key = f"{run}-{number}"
        self.service = service
        row = chooser.choice(service["content"])
        slots = {name: chooser.choice(values) for name, values in content.SLOTS.items()}
        self.question, self.answer = (fill(text, slots) for text in row[:2])
        self.documents = row[2] if len(row) > 2 else []
        self.invoice = slots["invoice"]
        self.model = chooser.choice(service["models"])
        visit = chooser.randrange(1, 13)
        self.session = f"sess-{service['name'].split('-')[0]}-{visit:02d}"
        self.user = f"u-{USERS[visit % len(USERS)]}"
        self.prompt_version = chooser.choice(service.get("prompt_versions", [3, 3, 4]))
        self.tags = [service["name"].split("-")[0], chooser.choice(["web", "mobile", "api", "email"])]
        self.fails = chooser.random() < FAILURE_RATE
        self.failure = chooser.choice(FAILURES)
        self.slow = chooser.lognormvariate(0, 0.45) * (chooser.choice([3, 5]) if chooser.random() < 0.04 else 1)
        self.cached = chooser.choice([0, 0, 0, 1024, 2048])
        self.long_prompt = int(chooser.lognormvariate(6.6, 0.8))
        self.chance = chooser.random()

    def reply(self, **more):
        first_ms, token_ms = SPEED[self.model]
        reply = {"first_ms": first_ms * self.slow, "token_ms": token_ms, "input_tokens": self.long_prompt + self.cached,
                 "cached": self.cached, **more}
        if self.model == "o4-mini":
            reply["reasoning_tokens"] = 64 * (1 + self.long_prompt % 5)
        return reply

    def final_reply(self):
        if self.fails:
            return self.failure
        if self.chance < 0.03:
            return self.reply(text=self.answer[:len(self.answer) // 2], finish="length" if "gpt" in self.model or
                              self.model == "o4-mini" else "max_tokens")
        return self.reply(text=self.answer)


def fill(text, slots):
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text


def billing(job, steps):
    tool = models.function_tool("get_invoice", "Reads an invoice with its lines.", number="Invoice number")
    models.script(job.key, [job.reply(tools=[{"name": "get_invoice", "arguments": {"number": job.invoice}}]),
                            job.final_reply()])
    client = models.openai_client(job.key)
    messages = [{"role": "system", "content": "You are the billing assistant of Harbor Notes. Be brief and exact."},
                {"role": "user", "content": job.question}]
    with steps.agent("billing-agent", job.question, **{"traceloop.prompt.key": "billing-answer",
                                                       "traceloop.prompt.version": job.prompt_version}) as agent:
        first = client.chat.completions.create(model=job.model, messages=messages, tools=[tool])
        call = first.choices[0].message.tool_calls[0]
        with steps.tool("get_invoice", json.loads(call.function.arguments), call.id) as step:
            time.sleep(0.03 * job.slow)
            invoice = {"number": job.invoice, "currency": "EUR", "lines": [{"text": "Team plan", "net": 40.0}]}
            step.output(invoice)
        messages += [{"role": "assistant", "tool_calls": [{"id": call.id, "type": "function", "function": {
            "name": "get_invoice", "arguments": call.function.arguments}}]},
            {"role": "tool", "tool_call_id": call.id, "content": json.dumps(invoice)}]
        agent.output(client.chat.completions.create(model=job.model, messages=messages).choices[0].message.content)


def docs(job, steps):
    models.script(job.key, [job.final_reply()])
    with steps.agent("docs-assistant", job.question) as agent:
        with steps.retrieval("documentation", job.question) as step:
            time.sleep(0.05 * job.slow)
            documents = found(*((i, round(0.9 - 0.13 * n, 2)) for n, i in enumerate(job.documents)))
            step.documents(documents)
        stream = models.openai_client(job.key).chat.completions.create(
            model=job.model, stream=True, stream_options={"include_usage": True}, temperature=0.1, messages=[
                {"role": "system", "content": "Answer from the documentation, in Markdown."},
                {"role": "user", "content": as_context(documents)[:400] + "\n\n" + job.question}])
        agent.output(models.read_stream(stream))


def translate(job, steps):
    models.script(job.key, [job.final_reply()])
    with steps.agent("translate", job.question, **{"traceloop.prompt.key": "translate",
                                                   "traceloop.prompt.version": job.prompt_version}) as agent:
        reply = models.anthropic_client(job.key).messages.create(
            model=job.model, max_tokens=500, system="Translate faithfully. Reply with the translation only.",
            messages=[{"role": "user", "content": job.question}])
        agent.output(reply.content[0].text)


def sql(job, steps):
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_openai import ChatOpenAI
    models.script(job.key, [job.final_reply()])
    prompt = ChatPromptTemplate([("system", "Write SQLite for the question. Code only."), ("human", "{question}")])
    model = ChatOpenAI(model=job.model, base_url=f"{telemetry.MODEL_URL}/v1", api_key=job.key, max_retries=0)
    (prompt | model).with_config(run_name="sql-analyst").invoke({"question": job.question})


def summarise(job, steps):
    models.script(job.key, [job.final_reply()])
    with steps.agent("summarizer", job.question, **{
            "gen_ai.prompt.name": "summary", "langfuse.observation.prompt.version": job.prompt_version,
            "session.id": job.session, "user.id": job.user, "langfuse.trace.tags": job.tags}) as agent:
        text = ""
        with models.anthropic_client(job.key).messages.stream(
                model=job.model, max_tokens=400, system="Summarise in at most four short lines.",
                messages=[{"role": "user", "content": job.question}]) as stream:
            for piece in stream.text_stream:
                text += piece
        agent.output(text)


def triage(job, steps):
    models.script(job.key, [job.final_reply()])
    with steps.agent("triage", job.question, **{
            "gen_ai.prompt.name": "triage", "langfuse.observation.prompt.version": job.prompt_version,
            "session.id": job.session, "user.id": job.user, "langfuse.trace.tags": job.tags}) as agent:
        reply = models.openai_client(job.key).chat.completions.create(
            model=job.model, response_format={"type": "json_object"}, seed=7, messages=[
                {"role": "system", "content": "Classify the message. Reply with JSON."},
                {"role": "user", "content": job.question}])
        agent.output(reply.choices[0].message.content)


def faq(job, steps):
    models.script(job.key, [job.final_reply()])
    with steps.agent("faq-bot", job.question) as agent:
        reply = models.openai_client(job.key).chat.completions.create(
            model=job.model, messages=[{"role": "system", "content": "Answer in one sentence."},
                                       {"role": "user", "content": job.question}])
        agent.output(reply.choices[0].message.content)


SERVICES = {
    "billing-agent": dict(dialect="openllmetry", framework="openai", work=billing, content=content.BILLING, version="3.4.0",
                          models=["gpt-4o", "gpt-4o", "gpt-4.1-mini", "o4-mini"]),
    "docs-assistant": dict(dialect="openinference", framework="openai", work=docs, content=content.DOCS, version="1.8.2",
                           models=["gpt-4o", "gpt-4o-mini"]),
    "translator": dict(dialect="openllmetry", framework="anthropic", work=translate, content=content.TRANSLATE,
                       version="0.7.1", models=["claude-sonnet-4-5", "claude-haiku-4-5"]),
    "sql-analyst": dict(dialect="openinference", framework="langchain", work=sql, content=content.SQL, version="2.0.0",
                        models=["gpt-4o", "gpt-4.1-mini"]),
    "summarizer": dict(dialect="otel_genai", framework="anthropic", work=summarise, content=content.SUMMARISE,
                       version="1.2.0", models=["claude-haiku-4-5", "claude-haiku-4-5", "claude-sonnet-4-5"]),
    "triage": dict(dialect="otel_genai", framework="openai", work=triage, content=content.TRIAGE, version="4.1.0",
                   models=["gpt-4o-mini", "gpt-4.1-mini"]),
    "faq-bot": dict(dialect="openllmetry", framework="openai", work=faq, content=content.FAQ, version="0.3.0",
                    models=["gpt-4o-mini"]),
}


def run_job(job, steps):
    who = dict(session_id=job.session, user_id=job.user, tags=job.tags)
    if job.service["dialect"] == "openinference":
        who["metadata"] = {"team": "docs", "prompt_version": job.prompt_version}
    try:
        with steps.identified(**who):
            job.service["work"](job, steps)
    except Exception as error:  # scripted failures: the spans have them
        if not job.fails:
            raise error


def main():
    name, run, environment, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    service = dict(SERVICES[name], name=name)
    provider = telemetry.provider_for(run, name, environment, service["version"])
    telemetry.instrument(service["dialect"], provider, [service["framework"]])
    steps = telemetry.STEPS[service["dialect"]](provider)
    chooser = random.Random(run)
    jobs = [Job(service, run, number, chooser) for number in range(count)]
    with ThreadPoolExecutor(10) as pool:
        waiting = [pool.submit(contextvars.Context().run, run_job, job, steps) for job in jobs]
        for one in waiting:
            one.result()
    provider.shutdown()


if __name__ == "__main__":
    main()
