#!/usr/bin/env python3
"""A research agent with sub-agents that work at the same time and call several tools at once.

    python3 scenario_research.py RUN ENVIRONMENT

Each question gives one trace of 28 steps, 8 of them model calls and 11 tools, and a second, small trace that judges
the answer afterwards and links back to it.
"""
import contextvars
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from opentelemetry import trace
from opentelemetry.trace import Link, Status, StatusCode

import models
import telemetry
from research_topics import PLAN, SEARCHER, TOPICS, WRITER

TOOLS = [models.anthropic_tool("web_search", "Searches the web and returns titles, addresses and snippets.",
                               query="What to search for"),
         models.anthropic_tool("web_fetch", "Fetches a page and returns its text.", url="Address of the page")]
MODEL = "claude-sonnet-4-5"


def in_this_context(pool, work, items):
    """pool.map that hands the current trace context to every worker."""
    waiting = [pool.submit(contextvars.copy_context().run, work, item) for item in items]
    return [w.result() for w in waiting]


def tool_call(call):
    name, argument = call
    return {"name": name, "arguments": {"query" if name == "web_search" else "url": argument}}


def scripted(topic):
    """The model's replies by API key: planner, one key per sub-agent, writer, judge."""
    base = f"research-{topic['key']}"
    models.script(f"{base}-plan", [{"text": "\n".join(p["task"] for p in topic["parts"]), "first_ms": 380,
                                    "token_ms": 9, "reasoning": "The question has three independent sides.",
                                    "cache_write": 0}])
    for part in topic["parts"]:
        models.script(f"{base}-{part['name']}", [
            {"text": "I will look at this from several sides.", "tools": [tool_call(c) for c in part["calls"]],
             "first_ms": 450, "token_ms": 5, "input_tokens": 1890, "cache_write": 1536},
            {"text": part["report"], "first_ms": 520, "token_ms": 11, "input_tokens": 5120, "cached": 1536}])
    models.script(f"{base}-write", [{"text": topic["answer"], "first_ms": 640, "token_ms": 12, "input_tokens": 2450}])
    models.script(f"{base}-judge", [{"text": f"{topic['label']}: {topic['score']}", "first_ms": 210, "token_ms": 6}])


class ResearchAgent:
    def __init__(self, steps, topic):
        self.steps, self.topic, self.base = steps, topic, f"research-{topic['key']}"
        self.random = random.Random(topic["key"])
        self.plan_context = None

    def answer(self):
        question = self.topic["question"]
        with self.steps.agent("research-agent", question, **{"graph.node.id": "research-agent"}) as agent:
            with self.steps.check("guardrail", "scope-check", question) as step:
                time.sleep(0.015)
                step.span.add_event("route", {"kind": "route", "source": "scope-check", "data": '{"to":"research"}'})
                step.output({"allowed": True, "topic": self.topic["key"]})
            with self.steps.retrieval("past-research", question) as step:
                time.sleep(0.06)
                step.documents([{"id": "note-88", "score": 0.47, "content": "No earlier research on this question.",
                                 "metadata": {"collection": "notes"}}])
            self.plan(question)
            with ThreadPoolExecutor(3) as pool:
                notes = in_this_context(pool, self.research, self.topic["parts"])
            text = self.write(question, notes)
            self.judge_inline(text)
            with self.steps.check("guardrail", "citation-check", text[:160]) as step:
                time.sleep(0.003)
                step.span.add_event("comply", {"kind": "comply", "source": "citation-check",
                                               "data": '{"policy":"cite-sources","passed":true}'})
                step.output({"allowed": True})
            agent.output(text)
            self.answer_context = agent.span.get_span_context()
        return text

    def plan(self, question):
        with self.steps.chain("plan", question) as step:
            plan = self.say(f"{self.base}-plan", PLAN, [{"role": "user", "content": question}], max_tokens=400)
            self.plan_context = trace.get_current_span().get_span_context()
            step.output(plan.content[-1].text.split("\n"))

    def research(self, part):
        """A sub-agent: asks for tools, runs them at once, reports."""
        with self.steps.agent(part["name"], part["task"], **{
                "graph.node.id": part["name"], "graph.node.parent_id": "research-agent"}) as agent:
            agent.span.add_link(self.plan_context, {"link.kind": "planned_by"})
            messages = [{"role": "user", "content": part["task"]}]
            key = f"{self.base}-{part['name']}"
            first = self.say(key, SEARCHER, messages, tools=TOOLS, max_tokens=800)
            calls = [b for b in first.content if b.type == "tool_use"]
            with ThreadPoolExecutor(4) as pool:
                results = in_this_context(pool, self.run_tool, calls)
            messages += [
                {"role": "assistant", "content": [
                    {"type": "tool_use", "id": c.id, "name": c.name, "input": c.input} for c in calls]},
                {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": c.id, "content": r} for c, r in zip(calls, results)]}]
            report = self.say(key, SEARCHER, messages, tools=TOOLS, max_tokens=800).content[-1].text
            agent.output(report)
            return report

    def run_tool(self, call):
        argument = call.input.get("query") or call.input.get("url")
        try:
            with self.steps.tool(call.name, call.input, call.id) as step:
                time.sleep(self.random.uniform(0.15, 0.9) if call.name == "web_fetch" else
                           self.random.uniform(0.2, 0.45))
                if self.topic.get("fails") and "status.example.net" in argument:
                    raise ConnectionError(f"GET {argument}: connection reset by peer")
                result = f"3 results for “{argument}”" if call.name == "web_search" else \
                    f"# {argument.rsplit('/', 1)[-1].replace('-', ' ').title()}\n\n(2,140 words)"
                step.output(result)
                return result
        except ConnectionError as error:
            return f"error: {error}"

    def write(self, question, notes):
        content = question + "\n\nNotes:\n" + "\n\n".join(notes)
        client, text = models.anthropic_client(f"{self.base}-write"), ""
        stream = client.messages.create(model=MODEL, max_tokens=1200, system=WRITER, stream=True,
                                        messages=[{"role": "user", "content": content}])
        for event in stream:
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                text += event.delta.text
        return text

    def judge_inline(self, text):
        with self.steps.check("evaluator", "has-sources", text[:160]) as step:
            time.sleep(0.004)
            score = float("example" in text)
            step.span.set_attributes({"annotations.0.annotation.name": "has-sources",
                                      "annotations.0.annotation.score": score,
                                      "annotations.0.annotation.label": "yes" if score else "no",
                                      "annotations.0.annotation.annotator_kind": "CODE"})
            step.output({"score": score})

    def say(self, key, system, messages, **more):
        return models.anthropic_client(key).messages.create(model=MODEL, system=system, messages=messages, **more)


def judge_later(tracer, agent, topic, text):
    """A trace of its own, as an evaluation job leaves it: its link names what was judged."""
    links = [Link(agent.answer_context, {"link.kind": "evaluates"})]
    with tracer.start_as_current_span("judge groundedness", links=links) as span:
        reply = models.anthropic_client(f"{agent.base}-judge").messages.create(
            model="claude-haiku-4-5", max_tokens=60, system="Is every claim supported by a source? label: score",
            messages=[{"role": "user", "content": text}])
        span.set_attributes({
            "openinference.span.kind": "EVALUATOR", "input.value": text[:200], "output.value": reply.content[0].text,
            "annotations.0.annotation.name": "groundedness", "annotations.0.annotation.score": topic["score"],
            "annotations.0.annotation.label": topic["label"], "annotations.0.annotation.annotator_kind": "LLM",
            "annotations.0.annotation.explanation": "Each figure was compared with the page it cites."})
        span.set_status(Status(StatusCode.OK))


def main():
    run, environment = sys.argv[1:3]
    where = {"openinference.project.name": "research", "host.name": "worker-3"}
    provider = telemetry.provider_for(run, "research-agent", environment, "0.9.4", **where)
    judge = telemetry.provider_for(run, "eval-runner", environment, "1.4.0", **where)
    telemetry.instrument("openinference", provider, ["anthropic"])
    steps = telemetry.OpenInferenceSteps(provider)
    tracer = trace.get_tracer("eval.app", "1.4.0", judge)
    for topic in (t for t in TOPICS if t["environment"] == environment):
        scripted(topic)
        agent = ResearchAgent(steps, topic)
        prompt = {"template": "Research this question: {{question}}", "version": "v12",
                  "variables": {"question": topic["question"]}}
        with steps.identified(session_id=topic["session"], user_id=topic["user"], tags=["research", topic["key"]],
                              metadata={"team": "insights", "region": "eu"}, prompt=prompt):
            text = agent.answer()
        judge_later(tracer, agent, topic, text)
    provider.shutdown()
    judge.shutdown()


if __name__ == "__main__":
    main()
