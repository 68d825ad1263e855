import type { TopicTemplate } from './topic-template.ts';
import { applicationSources, type ExportMessage } from './export-message.ts';

export type Route =
  | { readonly kind: 'publish'; readonly topic: string }
  /** Nobody asked for it. */
  | { readonly kind: 'ignore' }
  /** One sentence. */
  | { readonly kind: 'problem'; readonly problem: string };

/** Which topic a message goes to. */
export const createRouter = (
  deviceTopic: TopicTemplate,
  applicationTopic: TopicTemplate | undefined,
): ((message: ExportMessage) => Route) => {
  const fieldOf = { application: 'applicationId', device: 'deviceId', source: 'messageSource' } as const;
  return (message) => {
    const template = applicationSources.some((source) => source === message.source) ? applicationTopic : deviceTopic;
    if (template === undefined) return { kind: 'ignore' };
    const filled = template.fill(message);
    if (filled.ok) return { kind: 'publish', topic: filled.topic };
    return { kind: 'problem', problem: `The topic needs ${fieldOf[filled.missing]}, and the message has none.` };
  };
};
