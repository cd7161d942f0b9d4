#!/usr/bin/env python3
"""The scenario over the model makers' own clients and LangChain, with the app's steps told through the dialect's helpers.

    python3 run_clients.py otel_genai|openllmetry|openinference openai|anthropic|langchain RUN
"""
import sys

import story
import telemetry
from scenario_rag import ASK


def langchain_documents(steps):
    """LangChain has retrievers of its own, which its instrumentations see."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class HelpCenter(BaseRetriever):
        def _get_relevant_documents(self, query, *, run_manager):
            return [Document(page_content=d["content"], id=d["id"], metadata=dict(d["metadata"], score=d["score"]))
                    for d in story.DOCUMENTS]

    HelpCenter(name="help-center").invoke(story.QUESTION)


def told_documents(steps):
    with steps.retrieval("help-center", story.QUESTION) as step:
        step.documents(story.DOCUMENTS)


def main():
    dialect, framework, run = sys.argv[1:4]
    provider = telemetry.provider_for(run, "support-bot", "staging", "2.3.1")
    telemetry.instrument(dialect, provider, [framework])
    steps = telemetry.STEPS[dialect](provider)
    story.queue_replies(run)
    make_client, ask = ASK[framework]
    client = make_client(run)
    with steps.identified(**story.WHO):
        with steps.agent("support-agent", story.QUESTION) as agent:
            (langchain_documents if framework == "langchain" else told_documents)(steps)
            agent.output(ask(client, steps, story.DOCUMENTS))

        def refused():
            with steps.agent("support-agent", story.QUESTION):
                ask(client, steps, story.DOCUMENTS[:1])
        story.expect_refusal(refused)
    provider.shutdown()


if __name__ == "__main__":
    main()
