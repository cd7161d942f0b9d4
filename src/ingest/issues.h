// Everything that can be wrong with a source and is counted, not fatal. Names are stable: scripts rely on them.
#pragma once

#include "spanorama/model/import_report.h"

namespace spanorama::issues {

// The source as a whole
inline constexpr IssueKind kEmptySource{
    "empty_source", Severity::error,
    "The source holds no bytes, or white space only: expected traces, for example OTLP as JSON or protobuf."};
inline constexpr IssueKind kUnknownFormat{
    "unknown_format", Severity::error,
    "The bytes are none of the formats that can be read: expected traces, for example OTLP as JSON or protobuf."};
inline constexpr IssueKind kTruncated{"truncated_source", Severity::data_loss,
                                      "The source ends inside a record: every record before the cut was kept."};
inline constexpr IssueKind kGarbageBefore{
    "garbage_before_content", Severity::info,
    "Bytes before the first '{' or '[' are no JSON: they were passed over and the rest was read."};
inline constexpr IssueKind kBrokenJson{
    "broken_json", Severity::data_loss,
    "The text is not JSON here: expected one OTLP object, or one a line. It was passed over up to the next line that "
    "starts with '{'; everything else was kept."};
inline constexpr IssueKind kOtherShape{
    "other_shape", Severity::data_loss,
    "Valid JSON that holds no spans: expected an object with resourceSpans. It was skipped, the rest was kept."};
inline constexpr IssueKind kNoSpans{
    "no_spans", Severity::data_loss,
    "The source is JSON of a known kind, but there are no spans in it: expected a list of them."};
inline constexpr IssueKind kBrokenProto{"broken_protobuf", Severity::data_loss,
                                        "A protobuf message is damaged: its fields do not fit its length. What came "
                                        "before was kept, and reading went on at "
                                        "the next message where its place is known."};
inline constexpr IssueKind kCompressedFrame{
    "compressed_message", Severity::data_loss,
    "A framed message is compressed on its own: not read yet, it was skipped. Decompress the messages first."};
inline constexpr IssueKind kMetricsSkipped{
    "metrics_skipped", Severity::info, "Metrics stand beside the traces: they were skipped, only traces are shown."};
inline constexpr IssueKind kLogWithoutIds{
    "log_without_trace_id", Severity::info,
    "A log record names no trace: it has no trace id, or none that is valid. It is not shown; all others were kept."};
inline constexpr IssueKind kTooDeep{
    "nested_too_deep", Severity::data_loss,
    "Wrappers around resourceSpans are nested too deep: this part was skipped, the rest was kept."};

inline constexpr IssueKind kSideFile{
    "side_file_mistake", Severity::error,
    "The file is one of prompts or prices, but it could not be understood: nothing of it was taken."};

// One span
inline constexpr IssueKind kBadTraceId{
    "bad_trace_id", Severity::data_loss,
    "A span was dropped: its trace id is not 32 hex digits (or 16 bytes in base64). All others were kept."};
inline constexpr IssueKind kBadSpanId{
    "bad_span_id", Severity::data_loss,
    "A span was dropped: its span id is not 16 hex digits (or 8 bytes in base64). All others were kept."};
inline constexpr IssueKind kZeroId{"zero_id", Severity::data_loss,
                                   "A span was dropped: its trace id or span id is all zeros, which OpenTelemetry "
                                   "calls invalid. All others were kept."};
inline constexpr IssueKind kBadParentId{
    "bad_parent_id", Severity::data_loss,
    "A parent id is not 16 hex digits (or 8 bytes in base64): the span was kept and shown as a root."};
inline constexpr IssueKind kMissingTime{
    "missing_time", Severity::info,
    "A span has no start or no end time: it was kept and is shown where its parent starts."};
inline constexpr IssueKind kEndBeforeStart{"end_before_start", Severity::info,
                                           "A span ends before it starts: it was kept with a duration of zero."};
inline constexpr IssueKind kWrongType{
    "wrong_type", Severity::data_loss,
    "A field holds a value of another type than OTLP gives it: the field was ignored, the record was kept."};
inline constexpr IssueKind kRecordTooLarge{
    "record_too_large", Severity::data_loss,
    "One record is larger than the limit of 256 MB: it was skipped, all others were kept."};
inline constexpr IssueKind kTextCut{
    "text_cut", Severity::data_loss,
    "A name, status message or key is longer than 4,096 bytes: it was cut, the record was kept."};
inline constexpr IssueKind kUnmatchedEnd{
    "unmatched_end", Severity::info,
    "An event ends something that did not begin here, or under another name: it was ignored, all others were kept."};
inline constexpr IssueKind kEventsSkipped{
    "events_skipped", Severity::info,
    "Counters, samples, flows and objects stand beside the spans of the trace: they were skipped."};
inline constexpr IssueKind kPartOfTrace{
    "part_of_trace", Severity::info,
    "A search result holds only the spans that matched: the trace may have more. Ask the store for the whole trace."};
inline constexpr IssueKind kSpanWarning{
    "span_warning", Severity::info,
    "The program that wrote the file left a warning at a span: it is kept as an attribute."};
inline constexpr IssueKind kRepeatedField{
    "repeated_field", Severity::data_loss,
    "A list stands twice in one JSON object: the first was kept, the second ignored."};

}  // namespace spanorama::issues
