// Where the dialects keep what people attach to a trace: one attribute an entry, with a prefix before its name, or
// one attribute that holds a JSON object of entries.
#pragma once

#include <string_view>

namespace spanorama {

inline constexpr std::string_view kMetadataPrefixes[] = {
    "metadata.",
    "langfuse.trace.metadata.",
    "langfuse.observation.metadata.",
    "langfuse.metadata.",
    "langwatch.metadata.",
    "latitude.metadata.",
    "promptlayer.metadata.",
    "braintrust.metadata.",
    "traceloop.association.properties.",
    "langsmith.metadata.",
    "openai.agents.metadata.",
    "mlflow.traceMetadata.",
    "mlflow.traceTag.",
    "opper.meta.",
    "opper.tags.",
    "ai.telemetry.metadata.",
    "mastra.metadata.",
};

inline constexpr std::string_view kMetadataObjects[] = {
    "metadata",           "langfuse.trace.metadata", "langfuse.observation.metadata", "langfuse.metadata",
    "langwatch.metadata", "latitude.metadata",       "braintrust.metadata",
};

}  // namespace spanorama
