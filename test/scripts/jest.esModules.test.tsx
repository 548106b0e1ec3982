import { createORPCClient } from '@orpc/client';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { RPCHandler } from '@orpc/server/message-port';
import { RPCHandler as WebSocketHandler } from '@orpc/server/ws';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { SqliteDialect } from 'kysely';
import { renderToStaticMarkup } from 'react-dom/server';

it('loads packages that are published as ES modules only', () => {
  for (const imported of [
    createORPCClient,
    OpenAPIGenerator,
    OpenAPIHandler,
    RPCHandler,
    WebSocketHandler,
    ZodToJsonSchemaConverter,
    SqliteDialect,
  ]) {
    expect(typeof imported).toBe('function');
  }
});

it('reads JSX', () => {
  expect(renderToStaticMarkup(<p>text</p>)).toBe('<p>text</p>');
});
