#!/usr/bin/env python3
"""The same small question-and-answer flow through one instrumentation, for the per-dialect test fixtures.

    python3 scenario_rag.py DIALECT FRAMEWORK RUN

DIALECT is otel_genai, openllmetry or openinference; FRAMEWORK is openai, anthropic or langchain. Two traces come out:
a question answered with retrieval, a tool call and a streamed answer with cached tokens; and one that fails.
"""
import json
import sys
import time
from types import SimpleNamespace

import models
import telemetry
from articles import as_context, found
from story_texts import ANSWER, CALL, QUESTION, STATUS, SYSTEM

TOOL = dict(name="check_account_status", description="Looks up whether an account can sign in.",
            account="E-mail address of the account")
REPLIES = [
    {"tools": [CALL], "first_ms": 210, "token_ms": 3},
    {"text": ANSWER, "first_ms": 160, "token_ms": 4, "input_tokens": 1684, "cached": 1408, "reasoning_tokens": 64},
    {"status": 429, "retry_ms": 1200, "first_ms": 60,
     "message": "Rate limit reached for requests per minute. Please try again in 1.2s."},
]


def check_account():
    time.sleep(0.045)
    return STATUS


def ask_openai(client, steps, documents):
    tools = [models.function_tool(**TOOL)]
    messages = [{"role": "system", "content": SYSTEM},
                {"role": "user", "content": f"{as_context(documents)}\n\n{QUESTION}"}]
    first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=tools, temperature=0.2)
    call = first.choices[0].message.tool_calls[0]
    with steps.tool(call.function.name, json.loads(call.function.arguments), call.id, TOOL["description"]) as step:
        step.output(check_account())
    messages += [{"role": "assistant", "content": None, "tool_calls": [
        {"id": call.id, "type": "function",
         "function": {"name": call.function.name, "arguments": call.function.arguments}}]},
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps(STATUS)}]
    stream = client.chat.completions.create(model="gpt-4o", messages=messages, tools=tools, temperature=0.2,
                                            stream=True, stream_options={"include_usage": True})
    return models.read_stream(stream)


def ask_anthropic(client, steps, documents):
    tools = [models.anthropic_tool(**TOOL)]
    messages = [{"role": "user", "content": f"{as_context(documents)}\n\n{QUESTION}"}]
    common = dict(model="claude-sonnet-4-5", max_tokens=1024, system=SYSTEM, tools=tools)
    first = client.messages.create(messages=messages, **common)
    call = next(block for block in first.content if block.type == "tool_use")
    with steps.tool(call.name, call.input, call.id, TOOL["description"]) as step:
        step.output(check_account())
    messages += [{"role": "assistant", "content": [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": call.input}]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": call.id, "content": json.dumps(STATUS)}]}]
    text = ""
    for event in client.messages.create(messages=messages, stream=True, **common):
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
    return text


def langchain_client(key):
    """A LangChain model and an agent around it; chain, tool and model spans all come from the instrumentation."""
    from langchain.agents import create_agent
    from langchain_core.tools import tool
    from langchain_openai import ChatOpenAI

    @tool
    def check_account_status(account: str) -> str:
        """Looks up whether an account can sign in."""
        return json.dumps(check_account())

    model = ChatOpenAI(model="gpt-4o", base_url=f"{telemetry.MODEL_URL}/v1", api_key=key, temperature=0.2,
                       max_retries=0, streaming=True, stream_usage=True)
    agent = create_agent(model, [check_account_status], system_prompt=SYSTEM, name="support-agent")
    return SimpleNamespace(model=model, agent=agent)


def ask_langchain(client, _steps, documents):
    if len(documents) == 1:  # the failing trace: an agent would repeat its whole state in every span
        return client.model.invoke([("system", SYSTEM), ("user", QUESTION)]).content
    config = {"metadata": {"session_id": "sess-fixture-1", "user_id": "u-1042"}, "tags": ["fixture", "rag"]}
    state = client.agent.invoke({"messages": [("user", QUESTION)]}, config)
    return state["messages"][-1].content


ASK = {"openai": (models.openai_client, ask_openai), "anthropic": (models.anthropic_client, ask_anthropic),
       "langchain": (langchain_client, ask_langchain)}


def answered_trace(steps, client, ask, framework):
    with steps.agent("support-agent", QUESTION) as agent:
        with steps.retrieval("help-center", QUESTION) as step:
            if framework == "openai":
                client.embeddings.create(model="text-embedding-3-small", input=QUESTION)
            documents = found(("kb-117", 0.91), ("kb-114", 0.84), ("kb-121", 0.41))
            step.documents(documents)
        agent.output(ask(client, steps, documents))


def failed_trace(steps, client, ask):
    try:
        with steps.agent("support-agent", QUESTION):
            ask(client, steps, found(("kb-114", 0.84)))
    except Exception as error:  # the point of this trace; the instrumentations have recorded it
        print(f"  failed as scripted: {type(error).__name__}")


def main():
    dialect, framework, run = sys.argv[1:4]
    provider = telemetry.provider_for(run, "support-bot", "staging", "2.3.1")
    telemetry.instrument(dialect, provider, [framework])
    steps = telemetry.STEPS[dialect](provider)
    models.script(run, REPLIES)
    make_client, ask = ASK[framework]
    client = make_client(run)
    with steps.identified(session_id="sess-fixture-1", user_id="u-1042", tags=["fixture", "rag"]):
        answered_trace(steps, client, ask, framework)
        failed_trace(steps, client, ask)
    provider.shutdown()


if __name__ == "__main__":
    main()
