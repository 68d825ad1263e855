import { commands, type CommandSubject, type Outcome } from './commands.ts';

/** A `commandResult` event, without its time. `requestId` is left out where the command had none. */
export interface Answer {
  readonly requestId?: string;
  readonly command: string;
  readonly status: 'accepted' | Outcome['status'];
  readonly message?: string;
}

const rememberedRequests = 200;
const longestRequestId = 200;

/** Takes a vehicle's commands: reads, accepts or refuses, has them carried out, and never carries one out twice. */
export class CommandDesk {
  readonly #subject: CommandSubject;
  readonly #reply: (answer: Answer) => void;
  /** The newest answer to each of the last requests, oldest first. */
  readonly #answers = new Map<string, Answer>();

  constructor(subject: CommandSubject, reply: (answer: Answer) => void) {
    this.#subject = subject;
    this.#reply = reply;
  }

  receive(command: string, payload: Uint8Array): void {
    const parameters = readObject(payload);
    if (parameters === undefined) {
      this.#reply({ command, status: 'failed', message: 'The command is not a JSON object.' });
      return;
    }
    const { requestId } = parameters;
    if (typeof requestId !== 'string' || requestId === '' || requestId.length > longestRequestId) {
      this.#reply({ command, status: 'failed', message: 'The command has no requestId.' });
      return;
    }
    const earlier = this.#answers.get(requestId);
    if (earlier !== undefined) {
      // The sender asks again because it has not heard the answer: it gets that, and nothing else happens.
      this.#reply(earlier);
      return;
    }
    this.#carryOut(requestId, command, parameters);
  }

  #carryOut(requestId: string, command: string, parameters: object): void {
    const order =
      commands.get(command)?.(parameters, this.#subject) ??
      `This vehicle does not know the command ${command.slice(0, 64)}.`;
    if (typeof order === 'string') {
      this.#answer({ requestId, command, status: 'failed', message: order });
      return;
    }
    this.#answer({ requestId, command, status: 'accepted' });
    order(this.#subject, (outcome) => this.#answer({ requestId, command, ...outcome }));
  }

  #answer(answer: Answer & { readonly requestId: string }): void {
    this.#answers.set(answer.requestId, answer);
    if (this.#answers.size > rememberedRequests) {
      const oldest = this.#answers.keys().next();
      if (oldest.done !== true) this.#answers.delete(oldest.value);
    }
    this.#reply(answer);
  }
}

const readObject = (payload: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
