import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Client } from '../../../link/connection';
import { useQueries } from '../../../link/herald';
import { usePaused } from '../../../parts/usePaused';
import type { Moment } from './stageTemplates';

export type TemplateCheck = Awaited<ReturnType<Client['templates']['check']>>;

/** What the appliance says of a text, asked once the person pauses. `isOld`: it is still about the text before. */
export function useTemplateCheck(
  { stage, cause }: Moment,
  language: string,
  text: string,
): { readonly check: TemplateCheck | undefined; readonly isOld: boolean; readonly failed: boolean } {
  const queries = useQueries();
  const asked = usePaused(text);
  const { data, isError, isPlaceholderData } = useQuery({
    ...queries.templates.check.queryOptions({ input: { stage, cause, language, text: asked } }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return { check: data, isOld: isPlaceholderData || asked !== text, failed: isError };
}
