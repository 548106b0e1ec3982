import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { traverseContractProcedures } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '../contract/contract';
import {
  agencySchema,
  auditEntrySchema,
  decisionSchema,
  eventSchema,
  frameSchema,
  incidentSchema,
  incidentSummarySchema,
  messageSchema,
  statusSchema,
  tapFrameSchema,
  triedFrameSchema,
} from '../contract/views';

/** The OpenAPI document of the contract, as `GET /api/openapi.json` gives it. */
export async function apiDocument(): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(contract, {
    info: { title: 'Herald', version: '1', description: 'What a console may see and do. Times are epoch milliseconds UTC.' },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    commonSchemas: {
      Status: { schema: statusSchema, strategy: 'output' },
      Agency: { schema: agencySchema, strategy: 'output' },
      IncidentSummary: { schema: incidentSummarySchema, strategy: 'output' },
      Incident: { schema: incidentSchema, strategy: 'output' },
      Event: { schema: eventSchema, strategy: 'output' },
      Decision: { schema: decisionSchema, strategy: 'output' },
      Message: { schema: messageSchema, strategy: 'output' },
      Frame: { schema: frameSchema, strategy: 'output' },
      TapFrame: { schema: tapFrameSchema, strategy: 'output' },
      TriedFrame: { schema: triedFrameSchema, strategy: 'output' },
      AuditEntry: { schema: auditEntrySchema, strategy: 'output' },
      Error: { error: 'UndefinedError' },
    },
  });
}

/** Which methods a path below `/api` has in the contract, for 405 and its Allow; none means there is no such path. */
export function methodsByPath(): (path: string) => string[] {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [{ method: 'GET', pattern: /^\/openapi\.json$/ }];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    const { method = 'POST', path = '' } = procedure['~orpc'].route;
    const segments = path.split('/').map((segment) => (segment.startsWith('{') ? '[^/]+' : segment));
    routes.push({ method, pattern: new RegExp(`^${segments.join('/')}/?$`) });
  });
  return (path) => [...new Set(routes.filter((route) => route.pattern.test(path)).map((route) => route.method))];
}
