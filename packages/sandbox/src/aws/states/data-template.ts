import { at } from './data-path.ts';

export type DataTemplate = Readonly<Record<string, unknown>>;

const ITEM = '$$.Map.Item.Value';

/**
 * A template with what its paths lead to: members whose names end in `.$`, which lose that.
 *
 * @param item of the list that is mapped, if one is
 * @throws StateError `States.Runtime` when a path leads to nothing
 */
export function filled(template: DataTemplate, data: unknown, item?: unknown): DataTemplate {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (name.endsWith('.$')) {
        const path = String(value);
        return [name.slice(0, -2), path === ITEM ? item : at(data, path)];
      }
      const isTemplate = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [name, isTemplate ? filled(value as DataTemplate, data, item) : value];
    }),
  );
}
