#!/usr/bin/env python3
"""The flow of scenario_rag.py through SDKs that write attributes of their own.

    python3 scenario_rag_more.py langfuse|pydantic_ai openai RUN
"""
import json
import sys

import models
import telemetry
from articles import as_context, found
from scenario_rag import REPLIES, TOOL, check_account
from story_texts import CALL, QUESTION, STATUS, SYSTEM

WHO = dict(session_id="sess-fixture-1", user_id="u-1042", tags=["fixture", "rag"])


def with_langfuse(run):
    """The Langfuse SDK's observations and its wrapper of the OpenAI client."""
    from langfuse import Langfuse, propagate_attributes
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    exporter = OTLPSpanExporter(endpoint=f"{telemetry.RECEIVER_URL}/{run}/v1/traces")
    langfuse = Langfuse(public_key="pk-lf-demo", secret_key="sk-lf-demo", base_url=telemetry.RECEIVER_URL,
                        span_exporter=exporter, environment="staging", release="2.3.1")
    from langfuse.openai import OpenAI
    client = OpenAI(base_url=f"{telemetry.MODEL_URL}/v1", api_key=run, max_retries=0)
    tools = [models.function_tool(**TOOL)]
    with propagate_attributes(**WHO, metadata={"region": "eu"}):
        with langfuse.start_as_current_observation(name="support-agent", as_type="agent", input=QUESTION) as agent:
            with langfuse.start_as_current_observation(name="help-center", as_type="retriever", input=QUESTION) as step:
                documents = found(("kb-117", 0.91), ("kb-114", 0.84))
                step.update(output=documents)
            messages = [{"role": "system", "content": SYSTEM},
                        {"role": "user", "content": f"{as_context(documents)}\n\n{QUESTION}"}]
            first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=tools, temperature=0.2)
            call = first.choices[0].message.tool_calls[0]
            with langfuse.start_as_current_observation(name=call.function.name, as_type="tool",
                                                       input=CALL["arguments"]) as step:
                step.update(output=check_account())
            messages += [{"role": "assistant", "content": None, "tool_calls": [call.model_dump()]},
                         {"role": "tool", "tool_call_id": call.id, "content": json.dumps(STATUS)}]
            stream = client.chat.completions.create(model="gpt-4o", messages=messages, tools=tools, temperature=0.2,
                                                    stream=True, stream_options={"include_usage": True}, name="answer")
            agent.update(output=models.read_stream(stream))
        try:
            client.chat.completions.create(model="gpt-4o", messages=messages[:2])
        except Exception as error:  # the point of this trace
            print(f"  failed as scripted: {type(error).__name__}")
    langfuse.flush()
    langfuse.shutdown()


def with_pydantic_ai(run):
    """A Pydantic AI agent with its own instrumentation."""
    from pydantic_ai import Agent
    from pydantic_ai.models.instrumented import InstrumentationSettings
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider
    provider = telemetry.provider_for(run, "support-bot", "staging", "2.3.1")
    model = OpenAIChatModel("gpt-4o", provider=OpenAIProvider(openai_client=async_client(run)))
    Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
    agent = Agent(model, name="support-agent", instructions=SYSTEM)

    @agent.tool_plain
    def check_account_status(account: str) -> dict:
        """Looks up whether an account can sign in."""
        return check_account()

    agent.run_sync(QUESTION)
    try:
        agent.run_sync(QUESTION)
    except Exception as error:  # the point of this trace
        print(f"  failed as scripted: {type(error).__name__}")
    provider.shutdown()


def async_client(run):
    from openai import AsyncOpenAI
    return AsyncOpenAI(base_url=f"{telemetry.MODEL_URL}/v1", api_key=run, max_retries=0)


def main():
    which, _, run = sys.argv[1:4]
    models.script(run, REPLIES)
    {"langfuse": with_langfuse, "pydantic_ai": with_pydantic_ai}[which](run)


if __name__ == "__main__":
    main()
