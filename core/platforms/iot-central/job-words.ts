import type { JobStep } from './answers.ts';
import { jobDataInWords } from './template/jobs.ts';
import type { TemplateModel } from '../dtdl/model.ts';
import { listInWords } from './words.ts';

type FindModel = (templateId: string) => TemplateModel | undefined;

/** "Set Target temperature to 5 °C". What the template does not know is named as the job names it. */
export const jobInWords = (steps: readonly JobStep[], findModel: FindModel): string => {
  if (steps.length === 0) return 'Something that the platform does not tell';
  return listInWords(
    steps.map((step) => stepInWords(step, findModel)),
    'and',
  );
};

const stepInWords = (step: JobStep, findModel: FindModel): string => {
  const { type, target, path = '', value } = step;
  if (/^deviceTemplateMigration/i.test(type)) {
    const template = typeof step.template === 'string' ? step.template : '';
    return `Move to the device template ${findModel(template)?.title ?? template}`;
  }
  const model = target === undefined ? undefined : findModel(target);
  const words = model === undefined ? null : jobDataInWords(model, step);
  if (words !== null) return words;
  if (/^command/i.test(type)) return `Send the command ${path}`;
  return value === null || value === undefined ? `Take back ${path}` : `Set ${path} to ${JSON.stringify(value)}`;
};
