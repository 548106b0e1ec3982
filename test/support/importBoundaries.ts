import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync } from '@swc/core';

/** One import: `to` is a file of ours, `npm:package`, `node:module`, or `lost:specifier` where no file is there. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
}

export interface Violation extends Edge {
  readonly rule: string;
}

interface Rule {
  readonly name: string;
  readonly from: RegExp;
  readonly forbidden: (to: string) => boolean;
}

const OURS = /^(src|main|renderer|test)\//;
const SHARED = /^src\/(heraldError|clock|logger|callSource)\.ts$/;

/** Files below `part` import these of ours and nothing else of ours. */
function only(name: string, part: RegExp, ...allowed: RegExp[]): Rule {
  const all = [part, SHARED, ...allowed];
  return { name, from: part, forbidden: (to) => OURS.test(to) && !all.some((pattern) => pattern.test(to)) };
}

/** Only files of ours that match `owner` import what matches `what`. */
function onlyIn(name: string, owner: RegExp, what: RegExp): Rule {
  return { name, from: new RegExp(`^(?!${owner.source.replace(/^\^/, '')})`), forbidden: (to) => what.test(to) };
}

function never(name: string, from: RegExp, what: RegExp): Rule {
  return { name, from, forbidden: (to) => what.test(to) };
}

/**
 * Dependencies point one way. A type is a dependency too: whoever knows another part's shapes changes with them.
 */
const RULES: readonly Rule[] = [
  only('incident is innermost', /^src\/incident\//),
  only('rules know incidents', /^src\/rules\//, /^src\/incident\//),
  only('outbox knows rules', /^src\/outbox\//, /^src\/(incident|rules)\//),
  only('feed is apart', /^src\/feed\//, /^src\/(incident|rules|outbox)\//),
  only('bandwidth is apart', /^src\/bandwidth\//, /^src\/(incident|rules|outbox)\//),
  only('store is apart', /^src\/store\//, /^src\/(incident|rules|outbox|intake)\//),
  only('inbound is apart', /^src\/inbound\//, /^src\/(incident|rules|outbox|intake|bandwidth)\//),
  only(
    'intake is handed the rest',
    /^src\/intake\//,
    /^src\/(incident|rules|outbox)\//,
    /^src\/feed\/(frame|formats\/format)\.ts$/,
  ),
  only(
    'policy is rules on paper',
    /^src\/policy\//,
    /^src\/(incident|rules|intake|contract)\//,
    /^src\/console\/(backend|policyBackend)\.ts$/,
  ),
  only(
    'measures are sums',
    /^src\/measures\//,
    /^src\/(rules|intake|contract)\//,
    /^src\/console\/(measuresBackend|requestErrors)\.ts$/,
  ),
  only(
    'rehearsal sends nothing',
    /^src\/rehearsal\//,
    /^src\/(incident|rules|outbox|intake|policy|contract)\//,
    /^src\/console\/(backend|rehearsalBackend)\.ts$/,
    /^src\/feed\/(frame|formats\/\w+)\.ts$/,
  ),
  only('contract stands alone', /^src\/contract\//),
  never('contract is schemas only', /^src\/contract\//, /^(?!src\/)(?!npm:(zod|@orpc\/contract)$)/),
  only(
    'console answers the contract',
    /^src\/console\//,
    /^src\/(contract|incident|rules|outbox|intake|store|access)\//,
    /^src\/feed\/(frame|formats\/format)\.ts$/,
  ),
  only('access is apart', /^src\/access\//, /^src\/store\//),
  // It plays the far ends of our wires, so it must not share the near end's understanding of them.
  never('training is the far end', /^src\/training\//, /^src\/((bandwidth(?!\/bandwidthSettings))|store|outbox|console)\b/),
  only('renderer sees the contract', /^renderer\//, /^src\/contract\//),
  only('updates are apart', /^src\/update\//),
  only('shell knows the contract', /^main\/(?!applianceProcess\.ts$)/, /^main\//, /^src\/(contract|update)\//),
  only('shell starts the appliance', /^main\/applianceProcess\.ts$/, /^main\//, /^src\/[^/]+\.ts$/),
  onlyIn(
    'only hosts start it',
    /^(src\/(cli|runAppliance)|main\/applianceProcess)\.ts$/,
    /^src\/(appliance|runAppliance|cli)\.ts$/,
  ),
  never('appliance is no shell', /^src\//, /^(npm:electron$|main\/|renderer\/|test\/)/),
  never('pure parts do no I/O', /^src\/(incident|rules|outbox)\//, /^node:(?!crypto$)/),
  never('pages have no Node', /^(renderer|src\/contract)\//, /^(node:|npm:electron$)/),
  onlyIn('only store knows SQL', /^src\/store\//, /^npm:(kysely|node-sqlite3-wasm)$/),
  onlyIn('only bandwidth knows the SDK', /^src\/bandwidth\//, /^npm:bandwidth-sdk$/),
  never('every import is there', /^/, /^lost:/),
];

/** Every import of the TypeScript files below `folders` of `root`, the dynamic and the type-only ones included. */
export function readImports(root: string, folders: readonly string[]): Edge[] {
  return folders
    .flatMap((folder) => sourceFiles(root, folder))
    .flatMap((from) =>
      importsOf(path.join(root, from)).map(({ specifier, typeOnly }) => ({
        from,
        to: resolveImport(root, from, specifier),
        typeOnly,
      })),
    );
}

/** What breaks a rule, and every import of a package that a production install would not have, and every cycle. */
export function findViolations(edges: readonly Edge[], shippedPackages: ReadonlySet<string>): Violation[] {
  const broken = edges.flatMap((edge) =>
    RULES.filter(({ from, forbidden }) => from.test(edge.from) && forbidden(edge.to)).map(({ name }) => ({ ...edge, rule: name })),
  );
  const unshipped = edges.filter(
    ({ from, to }) => /^(src|renderer)\//.test(from) && to.startsWith('npm:') && !shippedPackages.has(to.slice(4)),
  );
  return [
    ...broken,
    ...unshipped.map((edge) => ({ ...edge, rule: 'shipped code needs shipped packages' })),
    ...cycles(edges).map((edge) => ({ ...edge, rule: 'no cycles' })),
  ];
}

function sourceFiles(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly typeOnly?: boolean;
  readonly specifiers?: readonly { readonly isTypeOnly?: boolean }[];
  readonly source?: Node | null;
  readonly callee?: Node;
  readonly argument?: Node;
  readonly arguments?: readonly { readonly expression: Node }[];
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const module = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' });
  const found: { specifier: string; typeOnly: boolean }[] = [];
  const add = (literal: Node | null | undefined, typeOnly: boolean) => {
    if (typeof literal?.value === 'string') found.push({ specifier: literal.value, typeOnly });
  };
  const visit = (node: Node | readonly Node[] | null): void => {
    if (typeof node !== 'object' || node === null) return;
    if (!Array.isArray(node)) {
      const { type = '', specifiers = [], source, callee, argument, arguments: given } = node as Node;
      const allTypes = specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly);
      if (/^(Import|Export)/.test(type)) add(source, (node as Node).typeOnly === true || allTypes);
      if (type === 'TsImportType') add(argument, true);
      if (type === 'CallExpression' && (callee?.type === 'Import' || callee?.value === 'require'))
        add(given?.[0]?.expression, false);
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(module.body as unknown as Node[]);
  return found;
}

function resolveImport(root: string, from: string, specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (!specifier.startsWith('.'))
    return `npm:${specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')}`;
  const target = path.posix.join(path.posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const candidates = [`${target}.ts`, `${target}.tsx`, `${target}.d.ts`, target];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(path.join(root, candidate))) ?? `lost:${specifier}`;
}

/** One edge of every cycle: the one that closes it. Types are gone at run time, and may refer to each other. */
function cycles(edges: readonly Edge[]): Edge[] {
  const next = new Map<string, Edge[]>();
  for (const edge of edges) if (OURS.test(edge.to) && !edge.typeOnly) next.set(edge.from, [...(next.get(edge.from) ?? []), edge]);
  const closing: Edge[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    for (const edge of next.get(file) ?? []) {
      if (trail.includes(edge.to) || edge.to === file) closing.push(edge);
      else if (!done.has(edge.to)) visit(edge.to, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of next.keys()) if (!done.has(file)) visit(file, []);
  return closing;
}
