import { z } from 'zod';
import { profileSchema } from './profile';
import { durationSchema } from './rules/duration';

/**
 * The JSON Schema of a profile as people write it, for editors. Weaker than `parseProfile`: what one key's value demands of
 * another's is not in it.
 */
export function profileJsonSchema(): object {
  const schema = z.toJSONSchema(profileSchema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === (durationSchema as z.core.$ZodType)) {
        jsonSchema.pattern = '^\\s*\\d+(\\.\\d+)?\\s*(ms|s|m|h|d)\\s*$';
        jsonSchema.description = 'A number and ms, s, m, h or d, such as "20m"';
      }
      // Keys that begin with $ are comments, anywhere in a profile.
      if (jsonSchema.type === 'object') jsonSchema.patternProperties = { '^\\$': {} };
    },
  });
  return { ...schema, title: 'Herald agency profile' };
}
