// Small traces made for the tests: readable here, the same on every run.

const hex = (number, digits) => number.toString(16).padStart(digits, '0');
const START_NS = 1_790_000_000_000_000_000n;  // 2026-09-21, so that nothing depends on today

export const traceId = (n) => hex(0xabc000 + n, 32);
export const spanId = (n, k) => hex(n * 100 + k + 1, 16);

const text = (key, value) => ({ key, value: { stringValue: value } });
const int = (key, value) => ({ key, value: { intValue: String(value) } });

// A trace of four spans: agent > (search, chat > http). `n` numbers it; every third fails.
export function spansOf(n, { answer = `Answer number ${n}.` } = {}) {
  const begin = START_NS + BigInt(n) * 60_000_000_000n;
  const at = (ms) => String(begin + BigInt(ms) * 1_000_000n);
  const span = (k, parent, name, from, to, attributes, more = {}) => ({
    traceId: traceId(n), spanId: spanId(n, k), ...(parent === null ? {} : { parentSpanId: spanId(n, parent) }), name, kind: 1,
    startTimeUnixNano: at(from), endTimeUnixNano: at(to), attributes, ...more,
  });
  const failed = n % 3 === 2 ? { status: { code: 2, message: 'quota exceeded' } } : {};
  const length = 1000 + 500 * n;
  return [
    span(0, null, `agent-${n % 2 ? 'billing' : 'support'}`, 0, length, [text('gen_ai.operation.name', 'invoke_agent'), text('session.id', `s${n >> 1}`)], failed),
    span(1, 0, 'search', 50, 250, [text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', 'search')]),
    span(2, 0, 'chat', 300, length - 50, [
      text('gen_ai.operation.name', 'chat'), text('gen_ai.request.model', n % 2 ? 'claude-sonnet-4' : 'gpt-4o'), text('gen_ai.provider.name', 'openai'),
      int('gen_ai.usage.input_tokens', 100 + n), int('gen_ai.usage.output_tokens', 20 + n),
      text('gen_ai.input.messages', JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `Question number ${n}?` }] }])),
      text('gen_ai.output.messages', JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: answer }] }])),
    ], failed),
    span(3, 2, 'POST /v1/chat', 310, length - 60, [text('http.request.method', 'POST')]),
  ];
}

export function request(spans) {
  return { resourceSpans: [{ resource: { attributes: [text('service.name', 'shop')] }, scopeSpans: [{ scope: { name: 'tests' }, spans }] }] };
}

export function otlpJson(count, options) {
  const spans = [];
  for (let n = 0; n < count; ++n) spans.push(...spansOf(n, options));
  return JSON.stringify(request(spans));
}

export function otlpJsonLines(count, options) {
  const lines = [];
  for (let n = 0; n < count; ++n) lines.push(JSON.stringify(request(spansOf(n, options))));
  return `${lines.join('\n')}\n`;
}
