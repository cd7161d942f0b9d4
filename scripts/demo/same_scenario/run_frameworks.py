#!/usr/bin/env python3
"""The scenario through libraries that run the tool loop themselves and tell it in a dialect of their own.

    python3 run_frameworks.py langfuse|pydantic_ai|llama_index|google_adk|strands|crewai RUN
"""
import asyncio
import os
import sys

import story
import telemetry
from scenario_rag import check_account

SERVICE = ("support-bot", "staging", "2.3.1")
V1 = f"{telemetry.MODEL_URL}/v1"


def check_account_status(account: str) -> dict:
    """Looks up whether an account can sign in."""
    return check_account()


def with_langfuse(run):
    from scenario_rag_more import with_langfuse as whole_scenario
    whole_scenario(run)


def with_pydantic_ai(run):
    from pydantic_ai import Agent
    from pydantic_ai.models.instrumented import InstrumentationSettings
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider
    from scenario_rag_more import async_client
    provider = telemetry.provider_for(run, *SERVICE)
    Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
    model = OpenAIChatModel("gpt-4o", provider=OpenAIProvider(openai_client=async_client(run)))
    agent = Agent(model, name="support-agent", instructions=story.SYSTEM, tools=[check_account_status])

    async def both():
        async with agent.run_stream(story.PROMPT, conversation_id=story.WHO["session_id"]) as result:
            await result.get_output()
        await agent.run(story.PROMPT, conversation_id=story.WHO["session_id"])

    story.expect_refusal(lambda: asyncio.run(both()))
    provider.shutdown()


def with_llama_index(run):
    from llama_index.core.agent.workflow import FunctionAgent
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, TextNode
    from llama_index.llms.openai import OpenAI
    from openinference.instrumentation import using_attributes
    from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
    provider = telemetry.provider_for(run, *SERVICE)
    LlamaIndexInstrumentor().instrument(tracer_provider=provider)

    class HelpCenter(BaseRetriever):
        def _retrieve(self, query):
            return [NodeWithScore(node=TextNode(id_=d["id"], text=d["content"], metadata=d["metadata"]), score=d["score"])
                    for d in story.DOCUMENTS]

    model = OpenAI(model="gpt-4o", api_base=V1, api_key=run, temperature=0.2, max_retries=0,
                   additional_kwargs={"stream_options": {"include_usage": True}})
    agent = FunctionAgent(name="support-agent", tools=[check_account_status], llm=model, system_prompt=story.SYSTEM)

    async def ask():
        return str(await agent.run(story.PROMPT))

    with using_attributes(**story.WHO):
        tracer = provider.get_tracer("harbor.app", "1.0.0")
        with tracer.start_as_current_span("support message"):
            HelpCenter().retrieve(story.QUESTION)
            asyncio.run(ask())
        story.expect_refusal(lambda: asyncio.run(ask()))
    provider.shutdown()


def with_google_adk(run):
    os.environ.update(GOOGLE_API_KEY=run, GOOGLE_GEMINI_BASE_URL=telemetry.MODEL_URL, GOOGLE_GENAI_USE_VERTEXAI="false")
    from opentelemetry import trace
    provider = telemetry.provider_for(run, *SERVICE)
    trace.set_tracer_provider(provider)
    from google.adk.agents import Agent, RunConfig
    from google.adk.agents.run_config import StreamingMode
    from google.adk.runners import InMemoryRunner
    from google.genai import types
    agent = Agent(name="support_agent", model="gemini-2.5-flash", instruction=story.SYSTEM, tools=[check_account_status])
    runner = InMemoryRunner(agent, app_name="support-bot")

    async def ask(mode):
        session = story.WHO["session_id"] + ("" if mode == StreamingMode.SSE else "-refused")
        await runner.session_service.create_session(app_name="support-bot", user_id=story.WHO["user_id"], session_id=session)
        message = types.Content(role="user", parts=[types.Part(text=story.PROMPT)])
        async for _ in runner.run_async(user_id=story.WHO["user_id"], session_id=session, new_message=message,
                                        run_config=RunConfig(streaming_mode=mode)):
            pass

    async def both():
        await ask(StreamingMode.SSE)
        await ask(StreamingMode.NONE)

    story.expect_refusal(lambda: asyncio.run(both()))
    provider.shutdown()


def with_strands(run):
    from opentelemetry import trace
    provider = telemetry.provider_for(run, *SERVICE)
    trace.set_tracer_provider(provider)
    from strands import Agent, tool
    from strands.models.openai import OpenAIModel
    model = OpenAIModel(client_args={"api_key": run, "base_url": V1, "max_retries": 0}, model_id="gpt-4o",
                        params={"temperature": 0.2})
    agent = Agent(model=model, name="support-agent", system_prompt=story.SYSTEM, tools=[tool(check_account_status)],
                  callback_handler=None, retry_strategy=None,
                  trace_attributes={"session.id": story.WHO["session_id"], "user.id": story.WHO["user_id"]})
    agent(story.PROMPT)
    agent.messages.clear()
    story.expect_refusal(agent, story.PROMPT)
    provider.shutdown()


def with_crewai(run):
    os.environ.update(CREWAI_DISABLE_TELEMETRY="true", CREWAI_TRACING_ENABLED="false", OPENAI_API_KEY=run)
    from crewai import LLM, Agent, Crew, Task
    from crewai.tools import tool
    from openinference.instrumentation import using_attributes
    from openinference.instrumentation.crewai import CrewAIInstrumentor
    from openinference.instrumentation.openai import OpenAIInstrumentor
    provider = telemetry.provider_for(run, *SERVICE)
    CrewAIInstrumentor().instrument(tracer_provider=provider, skip_dep_check=True)
    OpenAIInstrumentor().instrument(tracer_provider=provider, skip_dep_check=True)
    model = LLM(model="gpt-4o", provider="openai", base_url=V1, api_key=run, temperature=0.2, stream=True, max_retries=0)
    agent = Agent(role="support-agent", goal="Answer from the articles", backstory=story.SYSTEM, llm=model, max_retry_limit=0,
                  tools=[tool("check_account_status")(check_account_status)])
    task = Task(description=story.PROMPT, expected_output="An answer that names the articles", agent=agent)
    with using_attributes(**story.WHO):
        Crew(agents=[agent], tasks=[task], name="support").kickoff()
        story.expect_refusal(Crew(agents=[agent], tasks=[task], name="support").kickoff)
    provider.shutdown()


def main():
    which, run = sys.argv[1:3]
    story.queue_replies(run)
    globals()[f"with_{which}"](run)


if __name__ == "__main__":
    main()
