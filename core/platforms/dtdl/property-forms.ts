import type { ParameterDefinition } from '../../../shared/command/definition.ts';
import type { Setting } from '../../../shared/platform/setting.ts';
import { cutText } from '../../telemetry/json.ts';
import type { PropertyModel, Shape } from './model.ts';
import { formOf, joined, leavesOf, partOf, type Leaf } from './parameters.ts';
import { titleLimit } from './texts.ts';

/** One setting: a property, or what an object property is made of. */
export interface PropertyLeaf {
  /** `component.name`, `name`, `name.field`; unique in a template. */
  readonly path: string;
  readonly title: string;
  readonly leaf: Leaf;
  /** Null where it cannot be changed here. */
  readonly form: ParameterDefinition | null;
  /** Why one that could be changed has no form. */
  readonly note: string | null;
}

export const leavesOfProperty = (property: PropertyModel): readonly PropertyLeaf[] =>
  leavesOf(property).map((leaf) => {
    const path = joined(property.path, '.', leaf.path);
    const title = cutText(joined(property.title, ': ', leaf.title), titleLimit);
    const isReadable = leaf.shape.kind !== 'json' || leaf.shape.what !== 'unknown';
    const canChange = property.kind !== 'reported';
    return {
      path,
      title,
      leaf,
      form: canChange && isReadable ? formOf(path, title, leaf, partOf(property.initial, leaf.path)) : null,
      note:
        canChange && !isReadable
          ? 'The template does not say clearly what it takes, so that it has no form here.'
          : null,
    };
  });

/** Titles of the values that it can have, by their wire value as text; null where any value stands for itself. */
export const choicesOf = (shape: Shape): Setting['choices'] => {
  if (shape.kind === 'enum') return shape.values.map(({ value, title }) => ({ value: String(value), title }));
  if (shape.kind !== 'boolean' || shape.words === null) return null;
  return [
    { value: 'true', title: shape.words.whenTrue },
    { value: 'false', title: shape.words.whenFalse },
  ];
};
