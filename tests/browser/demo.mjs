// What browsers that are steered in other ways look at alike: the demo, and every view of one of its traces.
import { holds, same } from './expect.mjs';

export const demo = (origin) => `${origin}/?url=/assets/samples/demo.otlp.jsonl`;

// The one with the most steps.
export async function agentTrace(viewer) {
  return (await viewer.call('traces', { limit: 1000 })).sort((a, b) => b.span_count - a.span_count)[0].trace_id;
}

export async function drawEveryView(viewer) {
  const trace = await agentTrace(viewer);
  for (const tab of ['timeline', 'flame', 'merged', 'tree', 'conversation', 'graph', 'log']) {
    await viewer.call('select', { trace, tab });
    await viewer.idle();
    same((await viewer.state()).tab, tab, 'tab');
    holds((await viewer.picture(tab)).length > 40_000, `something drawn in ${tab}`);
  }
}
