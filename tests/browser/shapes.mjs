// Traces of shapes that are hard to show, made inside the page so that nothing large crosses over to it.
// openShape(viewer, 'chain') opens one; SHAPES lists them with what they are.

export const SHAPES = {
  million: '1,000,000 spans in one trace, eight deep, a failed one in a thousand',
  chain: 'a chain of 100,000 spans, each inside the one before',
  fan: '5,000 spans at once below one',
  days: 'three days with spans of a microsecond',
  early: 'spans that begin before their parents, and end after them',
};

// Runs in the page: it must not use anything from outside.
async function openInPage(shape) {
  const START_US = 1_790_000_000_000_000;
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  const lines = [];
  const parts = [];
  const trace = hex(0xdef, 32);
  // Times in microseconds since the start, as they are exact in a double.
  const add = (id, parent, name, from, to, more = '') => {
    const place = parent ? `"parentSpanId":"${hex(parent, 16)}",` : '';
    lines.push(`{"traceId":"${trace}","spanId":"${hex(id, 16)}",${place}"name":"${name}","kind":1,"startTimeUnixNano":"${START_US + from}000","endTimeUnixNano":"${START_US + to}000"${more}}`);
    if (lines.length === 20_000) flush();
  };
  const flush = () => {
    if (lines.length === 0) return;
    parts.push(`{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shapes"}}]},"scopeSpans":[{"scope":{"name":"tour"},"spans":[${lines.join(',')}]}]}]}\n`);
    lines.length = 0;
  };
  const is = (key, value) => `{"key":"${key}","value":{"stringValue":"${value}"}}`;
  const typed = (operation, more = '') => `,"attributes":[${is('gen_ai.operation.name', operation)}${more}]`;
  const KINDS = [typed('invoke_agent'), typed('chat', `,${is('gen_ai.request.model', 'gpt-4o')}`), typed('execute_tool', `,${is('gen_ai.tool.name', 'search')}`), ''];
  const FAILED = ',"status":{"code":2,"message":"failed"}';
  const makers = {
    million() {
      // Every node has as many children as its depth says, one after another inside it.
      const widths = [10, 10, 10, 10, 10, 10];
      let next = 1;
      add(next++, 0, 'million', 0, 3_600_000_000, KINDS[0]);
      const below = (parent, depth, from, to) => {
        if (depth === widths.length) return;
        const step = (to - from) / widths[depth];
        for (let i = 0; i < widths[depth] && next <= 1_000_000; ++i) {
          const id = next++, begin = Math.floor(from + step * i), end = Math.max(begin + 1, Math.floor(from + step * (i + 0.55 + 0.4 * ((id * 7919) % 100) / 100)));
          add(id, parent, ['plan', 'chat', 'search', 'parse'][id % 4], begin, end, KINDS[id % 4] + (id % 1000 === 0 ? FAILED : ''));
          below(id, depth + 1, begin, end);
        }
      };
      below(1, 0, 0, 3_600_000_000);
    },
    chain() {
      for (let i = 0; i < 100_000; ++i) add(i + 1, i, `level ${i}`, i * 10, 2_000_100 - i * 10, KINDS[i % 4]);
    },
    fan() {
      add(1, 0, 'map over documents', 0, 30_000_000, KINDS[0]);
      for (let i = 0; i < 5_000; ++i) add(i + 2, 1, 'summarize', 100 + (i % 50) * 20_000, 200_000 + (i % 50) * 20_000 + ((i * 7919) % 5_000) * 5_000, KINDS[1] + (i % 700 === 3 ? FAILED : ''));
    },
    days() {
      const DAY = 86_400_000_000;
      add(1, 0, 'long running agent', 0, 3 * DAY, KINDS[0]);
      for (let i = 0; i < 300; ++i) {
        const at = Math.floor((i * 3 * DAY) / 300);
        add(i * 2 + 2, 1, 'tick', at, at + 1, KINDS[2] + (i === 120 ? FAILED : ''));
        if (i % 40 === 0) add(i * 2 + 3, 1, 'wake up', at, at + 900_000_000, KINDS[1]);
      }
    },
    early() {
      add(1, 0, 'request', 0, 1_000_000, KINDS[0]);
      add(2, 1, 'before its parent', -300_000, 200_000, KINDS[1]);
      add(3, 1, 'after its parent', 800_000, 1_600_000, KINDS[2]);
      add(4, 3, 'both', -100_000, 1_800_000, KINDS[3]);
      add(5, 1, 'no time at all', 500_000, 500_000, KINDS[2]);
      add(6, 1, 'ends before it begins', 700_000, 600_000, KINDS[1] + FAILED);
    },
  };
  makers[shape]();
  flush();
  await globalThis.spanorama.open(new File(parts, `${shape}.jsonl`));
  return trace;
}

// Opens it, selects its trace; the trace id.
export async function openShape(viewer, shape) {
  const trace = await viewer.page.evaluate(openInPage, shape);
  await viewer.call('select', { trace });
  await viewer.idle();
  return trace;
}
