"""Sets up one demo process: resource, exporter, instrumentations and a way to mark an app's own steps.

A process plays one LLM service in one dialect. Model calls are recorded by the real instrumentations; the app's own
steps (agent, retrieval, tool, guardrail, evaluator) are recorded through the `Steps` of the dialect: the OpenTelemetry
GenAI helper library, the OpenInference tracer, or plain spans with OpenLLMetry's names.
"""
import json
import os
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

MODEL_URL = os.environ.get("DEMO_MODEL_URL", "http://127.0.0.1:8801")
RECEIVER_URL = os.environ.get("DEMO_RECEIVER_URL", "http://127.0.0.1:8802")

# The newest form of the GenAI conventions, with contents on the spans. Read when the library is imported.
os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental,http,database"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "span_only"
os.environ["TRACELOOP_TRACE_CONTENT"] = "true"

identity = ContextVar("identity", default={})


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class AssociationProperties(SpanProcessor):
    """Copies session, user and tags to every span, as the Traceloop SDK does for its association properties."""

    def on_start(self, span, parent_context=None):
        for key, value in identity.get().items():
            if isinstance(value, str):
                span.set_attribute(f"traceloop.association.properties.{key}", value)


def provider_for(run, service, environment="production", version="1.0.0", **more):
    """A tracer provider of one service, exporting to the receiver's folder for `run`."""
    resource = Resource.create({
        "service.name": service, "service.version": version, "deployment.environment.name": environment, **more})
    provider = TracerProvider(resource=resource, span_limits=SpanLimits(max_attributes=512))
    exporter = OTLPSpanExporter(endpoint=f"{RECEIVER_URL}/{run}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=20000, max_export_batch_size=200))
    return provider


def instrument(dialect, provider, frameworks=("openai", "anthropic", "langchain")):
    """Turns on the dialect's instrumentations in this process."""
    if dialect == "otel_genai":
        if "openai" in frameworks:
            from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
            OpenAIInstrumentor().instrument(tracer_provider=provider)
        if "anthropic" in frameworks:
            from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor
            AnthropicInstrumentor().instrument(tracer_provider=provider)
    elif dialect == "otel_genai_2025":
        os.environ.pop("OTEL_SEMCONV_STABILITY_OPT_IN")
        from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
        OpenAIInstrumentor().instrument(tracer_provider=provider)
    elif dialect == "openllmetry":
        if "openai" in frameworks:
            from opentelemetry.instrumentation.openai import OpenAIInstrumentor
            OpenAIInstrumentor().instrument(tracer_provider=provider)
        if "anthropic" in frameworks:
            from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor
            AnthropicInstrumentor().instrument(tracer_provider=provider)
        if "langchain" in frameworks:
            from opentelemetry.instrumentation.langchain import LangchainInstrumentor
            LangchainInstrumentor().instrument(tracer_provider=provider)
    else:
        if "openai" in frameworks:
            from openinference.instrumentation.openai import OpenAIInstrumentor
            OpenAIInstrumentor().instrument(tracer_provider=provider)
        if "anthropic" in frameworks:
            from openinference.instrumentation.anthropic import AnthropicInstrumentor
            AnthropicInstrumentor().instrument(tracer_provider=provider)
        if "langchain" in frameworks:
            from openinference.instrumentation.langchain import LangChainInstrumentor
            LangChainInstrumentor().instrument(tracer_provider=provider)


class Step:
    """What the code inside a step may say about it."""

    def __init__(self, span, on_output):
        self.span = span
        self._on_output = on_output

    def output(self, value):
        self._on_output(value)

    def documents(self, documents):
        self._on_output(documents)


class GenAiSteps:
    """Steps by the OpenTelemetry GenAI helper library; guardrail and evaluator have no operation there yet."""

    def __init__(self, provider):
        from opentelemetry.util.genai.handler import TelemetryHandler
        self._handler = TelemetryHandler(tracer_provider=provider, instrumentation_scope_name="harbor.app")
        self._tracer = trace.get_tracer("harbor.app", "1.0.0", provider)

    @contextmanager
    def identified(self, **who):
        token = identity.set(who)
        try:
            yield
        finally:
            identity.reset(token)

    @contextmanager
    def agent(self, name, question, **attributes):
        from opentelemetry.util.genai.types import InputMessage, OutputMessage, TextPart
        who = identity.get()
        with self._handler.invoke_local_agent(agent_name=name, conversation_id=who.get("session_id")) as invocation:
            invocation.input_messages = [InputMessage("user", [TextPart(question)])]
            invocation.attributes.update(attributes)

            def answered(text):
                invocation.output_messages = [OutputMessage("assistant", [TextPart(as_text(text))])]
            yield Step(invocation.span, answered)

    @contextmanager
    def retrieval(self, source, query, top_k=3):
        with self._handler.retrieval(data_source_id=source) as invocation:
            invocation.query_text, invocation.top_k = query, top_k
            yield Step(invocation.span, lambda documents: setattr(invocation, "documents", documents))

    @contextmanager
    def tool(self, name, arguments, call_id=None, description=None):
        with self._handler.tool(name, tool_type="function") as invocation:
            invocation.tool_call_id, invocation.arguments = call_id, arguments
            invocation.tool_description = description
            yield Step(invocation.span, lambda result: setattr(invocation, "tool_result", result))

    @contextmanager
    def check(self, kind, name, value, **attributes):
        """kind: guardrail or evaluator."""
        with self._tracer.start_as_current_span(f"{kind} {name}") as span:
            span.set_attributes({"langfuse.observation.type": kind, "input.value": as_text(value), **attributes})
            yield Step(span, lambda result: span.set_attribute("output.value", as_text(result)))


class OpenInferenceSteps:
    """Steps by the OpenInference tracer."""

    def __init__(self, provider):
        from openinference.instrumentation import OITracer, TraceConfig
        self._tracer = OITracer(trace.get_tracer("harbor.app", "1.0.0", provider), config=TraceConfig())

    @contextmanager
    def identified(self, session_id=None, user_id=None, tags=None, metadata=None, prompt=None):
        from openinference.instrumentation import using_attributes
        more = {}
        if prompt:
            more = dict(prompt_template=prompt["template"], prompt_template_version=prompt["version"],
                        prompt_template_variables=prompt["variables"])
        with using_attributes(session_id=session_id or "", user_id=user_id or "", tags=tags or [],
                              metadata=metadata or {}, **more):
            yield

    @contextmanager
    def _step(self, kind, name, value, **attributes):
        with self._tracer.start_as_current_span(name, openinference_span_kind=kind) as span:
            span.set_input(value if isinstance(value, str) else as_text(value))
            span.set_attributes({k: v for k, v in attributes.items() if v is not None})
            yield Step(span, lambda result: span.set_output(as_text(result)))
            span.set_status(Status(StatusCode.OK))

    def agent(self, name, question, **attributes):
        return self._step("agent", name, question, **{"agent.name": name, **attributes})

    def chain(self, name, value, **attributes):
        return self._step("chain", name, value, **attributes)

    @contextmanager
    def retrieval(self, source, query, top_k=3):
        with self._step("retriever", f"search {source}", query) as step:
            def found(documents):
                for i, document in enumerate(documents):
                    base = f"retrieval.documents.{i}.document"
                    step.span.set_attributes({f"{base}.id": document["id"], f"{base}.score": document["score"],
                                              f"{base}.content": document["content"],
                                              f"{base}.metadata": as_text(document.get("metadata", {}))})
            yield Step(step.span, found)

    def tool(self, name, arguments, call_id=None, description=None):
        return self._step("tool", name, arguments, **{
            "tool.name": name, "tool.parameters": as_text(arguments), "tool.id": call_id,
            "tool.description": description})

    def check(self, kind, name, value, **attributes):
        return self._step(kind, name, value, **attributes)


class TraceloopSteps:
    """Plain spans with the names that the Traceloop SDK's decorators write."""

    def __init__(self, provider):
        provider.add_span_processor(AssociationProperties())
        self._tracer = trace.get_tracer("traceloop.tracer", "0.40.0", provider)

    @contextmanager
    def identified(self, **who):
        token = identity.set(who)
        try:
            yield
        finally:
            identity.reset(token)

    @contextmanager
    def _step(self, kind, name, value, span_kind=SpanKind.INTERNAL, **attributes):
        with self._tracer.start_as_current_span(f"{name}.{kind}", kind=span_kind) as span:
            entity_input = {"args": [], "kwargs": value if isinstance(value, dict) else {"question": value}}
            span.set_attributes({"traceloop.span.kind": kind, "traceloop.entity.name": name,
                                 "traceloop.entity.input": as_text(entity_input), **attributes})
            yield Step(span, lambda result: span.set_attribute("traceloop.entity.output", as_text(result)))

    def agent(self, name, question, **attributes):
        return self._step("workflow", name, question, **{"traceloop.workflow.name": name, **attributes})

    def retrieval(self, source, query, top_k=3):
        @contextmanager
        def search():
            with self._step("task", f"search_{source}", query, SpanKind.CLIENT, **{
                    "db.system": "pgvector", "db.operation": "query", "db.vector.query.top_k": top_k}) as step:
                def found(documents):
                    for document in documents:
                        step.span.add_event("db.query.result", {
                            "db.query.result.id": document["id"], "db.query.result.score": document["score"],
                            "db.query.result.document": document["content"]})
                yield Step(step.span, found)
        return search()

    def tool(self, name, arguments, call_id=None, description=None):
        return self._step("tool", name, arguments)

    def check(self, kind, name, value, **attributes):
        return self._step("task", f"{kind}_{name}", value, **attributes)


class PlainSteps:
    """Plain spans with GenAI names, for the 2025 packages, which have no helper library."""

    def __init__(self, provider):
        self._tracer = trace.get_tracer("harbor.app", "1.0.0", provider)

    @contextmanager
    def identified(self, **who):
        yield

    @contextmanager
    def _step(self, operation, name, **attributes):
        with self._tracer.start_as_current_span(f"{operation} {name}") as span:
            span.set_attributes({"gen_ai.operation.name": operation, **attributes})
            yield Step(span, lambda _: None)

    def agent(self, name, question, **attributes):
        return self._step("invoke_agent", name, **{"gen_ai.agent.name": name, **attributes})

    def retrieval(self, source, query, top_k=3):
        return self._step("retrieval", source, **{"gen_ai.data_source.id": source})

    def tool(self, name, arguments, call_id=None, description=None):
        return self._step("execute_tool", name, **{"gen_ai.tool.name": name, "gen_ai.tool.call.id": call_id})


STEPS = {"otel_genai": GenAiSteps, "otel_genai_2025": PlainSteps, "openllmetry": TraceloopSteps, "openinference": OpenInferenceSteps}
