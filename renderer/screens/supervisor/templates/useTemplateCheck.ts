import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Client } from '../../../link/connection';
import { useQueries } from '../../../link/herald';
import type { Moment } from './stageTemplates';

export type TemplateCheck = Awaited<ReturnType<Client['templates']['check']>>;

/** Long enough to type a word, short enough to feel answered. */
const AFTER_MS = 250;

/** What the appliance says of a text, asked once the person pauses. `isOld`: it is still about the text before. */
export function useTemplateCheck(
  { stage, cause }: Moment,
  language: string,
  text: string,
): { readonly check: TemplateCheck | undefined; readonly isOld: boolean; readonly failed: boolean } {
  const queries = useQueries();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isError, isPlaceholderData } = useQuery({
    ...queries.templates.check.queryOptions({ input: { stage, cause, language, text: asked } }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return { check: data, isOld: isPlaceholderData || asked !== text, failed: isError };
}
