import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import type { MethodName, MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { createCommandFlow } from './command-flow.ts';

const target = { connectionId: 'practice', vehicleId: 'VAN-002', vehicleName: 'VAN-002' };
const definition: CommandDefinition = {
  name: 'lockDoors',
  title: 'Lock doors',
  risk: 'routine',
  parameters: [],
  expiresAfterMs: 30_000,
};
const record: CommandRecord = {
  ...target,
  id: 'one',
  name: 'lockDoors',
  title: 'Lock doors',
  parameters: {},
  state: 'drafted',
  message: null,
  draftedAtMs: 0,
  confirmedAtMs: null,
  sentAtMs: null,
  acceptedAtMs: null,
  finishedAtMs: null,
  expiresAtMs: 30_000,
};
const draft: CommandDraft = { record, armedUntilMs: 30_000, checks: [], warnings: [] };

/** Answers by method, and what was asked. */
const engineOf = (answers: Partial<Record<MethodName, () => Promise<Result<unknown>>>>) => {
  const asked: { readonly method: MethodName; readonly params: MethodParams<MethodName> }[] = [];
  const call = (method: MethodName, params: MethodParams<MethodName>) => {
    asked.push({ method, params });
    return answers[method]?.() ?? Promise.resolve(ok(null));
  };
  return { asked, link: { call: call as EngineLink['call'] }, names: () => asked.map(({ method }) => method) };
};

const drafted = () => Promise.resolve(ok(draft));

describe('from button to command', () => {
  it('sends once, however often it is confirmed', async () => {
    const engine = engineOf({ 'commands.draft': drafted, 'commands.confirm': () => Promise.resolve(ok(record)) });
    const flow = createCommandFlow(engine.link, target, definition);
    await flow.draft({});
    await Promise.all([flow.confirm(1000), flow.confirm(1000), flow.confirm(1001)]);
    await flow.confirm(1002);
    expect(engine.names()).toEqual(['commands.draft', 'commands.confirm']);
    expect(flow.store.getState().step).toBe('sent');
  });

  it('drafts once while an answer is outstanding', async () => {
    const engine = engineOf({ 'commands.draft': drafted });
    const flow = createCommandFlow(engine.link, target, definition);
    await Promise.all([flow.draft({}), flow.draft({})]);
    expect(engine.names()).toEqual(['commands.draft']);
  });

  it('does not send a draft that has run out', async () => {
    const engine = engineOf({ 'commands.draft': drafted });
    const flow = createCommandFlow(engine.link, target, definition);
    await flow.draft({});
    await flow.confirm(30_000);
    expect(engine.names()).toEqual(['commands.draft']);
    expect(flow.store.getState().step).toBe('armed');
  });

  it('discards the old draft when it is checked again', async () => {
    const engine = engineOf({ 'commands.draft': drafted });
    const flow = createCommandFlow(engine.link, target, definition);
    await flow.draft({});
    await flow.draft({});
    expect(engine.names()).toEqual(['commands.draft', 'commands.discard', 'commands.draft']);
  });

  it('says why a command was refused, and lets it be tried again', async () => {
    const engine = engineOf({
      'commands.draft': drafted,
      'commands.confirm': () => Promise.resolve(fail('refused', 'The vehicle moves.')),
    });
    const flow = createCommandFlow(engine.link, target, definition);
    await flow.draft({});
    await flow.confirm(1000);
    expect(flow.store.getState()).toEqual({ step: 'armed', draft, refusal: 'The vehicle moves.' });
  });

  it.each(['timeout', 'engine-restarted'] as const)('is in doubt, not refused, after %s', async (code) => {
    const engine = engineOf({
      'commands.draft': drafted,
      'commands.confirm': () => Promise.resolve(fail(code, 'No answer.')),
    });
    const flow = createCommandFlow(engine.link, target, definition);
    await flow.draft({});
    await flow.confirm(1000);
    expect(flow.store.getState().step).toBe('in-doubt');
    await flow.confirm(1001);
    expect(engine.names().filter((name) => name === 'commands.confirm')).toHaveLength(1);
  });

  it('discards a draft that nobody waits for any more, even one that arrives late', async () => {
    const answer = Promise.withResolvers<Result<CommandDraft>>();
    const engine = engineOf({ 'commands.draft': () => answer.promise });
    const flow = createCommandFlow(engine.link, target, definition);
    const drafting = flow.draft({});
    flow.close();
    answer.resolve(ok(draft));
    await drafting;
    expect(engine.names()).toEqual(['commands.draft', 'commands.discard']);
  });
});
