// A filter in words: a language model at an address of the user's own proposes, the user applies. And the rules dialog.
import { holds, matches, same } from '../expect.mjs';
import { serveModel, serveSite } from '../server.mjs';
import { otlpJson } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function openSix({ browser, site, later }, fragment = '') {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  return later(await Viewer.open(browser, `${server.origin}/?url=/six.json${fragment}`, { viewport: { width: 1280, height: 860 } }));
}

async function nameEndpoint(viewer, origin) {
  await viewer.click('ask-url');
  await viewer.type(origin);
  await viewer.click('ask-model');
  await viewer.type('small');
  await viewer.click('ask-key');
  await viewer.type('sk-secret');
}

async function answered(viewer) {
  await viewer.page.waitForFunction(() => {
    const { ask } = globalThis.spanorama.state();
    return !ask.busy && (ask.proposal || ask.problem);
  });
  await viewer.idle();
  return (await viewer.state()).ask;
}

export const cases = {
  async 'the proposed filter is shown, with what it finds, before it is applied'(tools) {
    const model = tools.later(await serveModel(['```\nstatus:error\n```']));
    const viewer = await openSix(tools);
    await viewer.press('/');
    await viewer.type('?which ones failed');
    same((await viewer.state()).filter, '', 'a question is no filter');
    await viewer.press('Enter');
    await viewer.rect('ask-dialog');
    same(model.asked.length, 0, 'questions before anybody said whom to ask');
    await nameEndpoint(viewer, model.origin);
    await viewer.click('ask-send');
    same((await answered(viewer)).proposal, 'status:error', 'the proposal');
    same((await viewer.state()).filter, '', 'the filter before it is applied');
    await viewer.rect('ask-proposal');
    const [{ headers, body }] = model.asked;
    same([headers.authorization, body.model, body.messages.length], ['Bearer sk-secret', 'small', 2], 'what was asked');
    same(body.messages[1].content, 'which ones failed', 'the question');
    same(headers.referer, undefined, 'where the question came from');
    await viewer.press('Enter');  // the keyboard is in the proposal
    const state = await viewer.state();
    same([state.filter, await viewer.call('rect', 'ask-dialog')], ['status:error', null], 'applied');
    const link = await viewer.call('link');
    const kept = await viewer.page.evaluate(() => JSON.stringify({ ...localStorage }));
    for (const text of [link, kept]) holds(!text.includes('sk-secret'), 'no key in links and storage', text);
    holds(!link.includes('ask') && !link.includes(new URL(model.origin).port), 'no endpoint in links', link);
  },

  async 'an answer that cannot be read is asked again once, and Escape applies nothing'(tools) {
    const model = tools.later(await serveModel(['duration:>soon', 'duration:>later']));
    const viewer = await openSix(tools, '#v=1&f=spans:>1');
    await viewer.press('Control+k');
    await viewer.type('ask for a filter');
    await viewer.press('Enter');
    await nameEndpoint(viewer, model.origin);
    await viewer.click('ask-question');
    await viewer.type('slow ones');
    await viewer.press('Enter');
    const ask = await answered(viewer);
    same(ask.proposal, 'duration:>later', 'the last proposal');
    same(model.asked.length, 2, 'questions');
    matches(model.asked[1].body.messages[3].content, /column 11/, 'the mistake');
    await viewer.click('ask-use');
    same((await viewer.state()).filter, 'spans:>1', 'the filter: what cannot be read is not applied');
    await viewer.press('Escape');
    same((await viewer.state()).filter, 'spans:>1', 'the filter after Escape');
  },

  async 'an endpoint that is not there is told in a sentence'(tools) {
    const viewer = await openSix(tools);
    viewer.expected.push(/Failed to load resource|ERR_CONNECTION_REFUSED/);
    await viewer.press('/');
    await viewer.type('?slow ones');
    await viewer.press('Enter');
    await nameEndpoint(viewer, 'http://127.0.0.1:9');
    await viewer.click('ask-send');
    matches((await answered(viewer)).problem, /No answer from http:\/\/127\.0\.0\.1:9\S+: \S+ \S+/, 'the sentence');
  },

  async 'rules: a field, an operator and a value make a condition, the query bar follows, and the other way round'(tools) {
    const viewer = await openSix(tools);
    await viewer.click('filter-rules');
    await viewer.click('rule-field-0');
    await viewer.type('status');
    await viewer.click('rule-value-0');
    await viewer.type('error');
    same((await viewer.state()).filter, 'status:error', 'the filter of one rule');
    await viewer.click('rule-op-0');
    await viewer.click('rule-op-0-1');  // is not
    same((await viewer.state()).filter, '-status:error', 'the opposite');
    await viewer.click('rule-add');
    await viewer.click('rule-fields-1');
    await viewer.rect('rule-fields-1-0');
    await viewer.press('Escape');  // closes the list, not the dialog
    await viewer.rect('rules-dialog');
    await viewer.click('rule-field-1');
    await viewer.type('duration');
    await viewer.click('rule-value-1');
    await viewer.type('1ms');
    const { filter, filter_error: mistake } = await viewer.state();
    holds(filter.startsWith('-status:error duration:') && !mistake, 'both conditions', filter);
    const listed = (await viewer.call('traces', {})).length;
    await viewer.click('rule-remove-0');
    same((await viewer.state()).filter.startsWith('duration:'), true, 'the rest');
    holds((await viewer.call('traces', {})).length >= listed, 'at least as many traces', listed);
    await viewer.click('rules-done');
    same(await viewer.call('rect', 'rules-dialog'), null, 'closed');
    await viewer.call('setFilter', 'model:(a OR b) spans:>2');
    await viewer.click('filter-rules');
    await viewer.rect('rule-op-1');
    same(await viewer.call('rect', 'rule-op-2'), null, 'rules of two conditions');
  },
};
