import { PRIVILEGES, type Privilege, ROLES } from './privileges';

/** The table of privileges for people, in Markdown: procedure by role. */
export function privilegeTable(): string {
  const head = ['Procedure', ...ROLES, 'Note'];
  const rows = Object.entries(PRIVILEGES).map(([procedure, privilege]) => [
    `\`${procedure}\``,
    ...ROLES.map((role) => cell(privilege, role)),
    notes(privilege).join('; '),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${INTRODUCTION}\n\n${lines.join('\n')}\n`;
}

const INTRODUCTION = `# Who may do what

Made from \`src/access/privileges.ts\`; a test keeps it current, and another asks the console for every cell. The token of the
ready line, training mode and an appliance that is not configured act as \`host\`, who may do everything. What is not in
the table only the host may.`;

function cell({ roles }: Privilege, role: (typeof ROLES)[number]): string {
  if (roles === 'anyone' || roles === 'session') return 'yes';
  return roles.includes(role) ? 'yes' : '-';
}

function notes({ roles, sensitive, wholeNumbers, onRecord }: Privilege): string[] {
  return [
    ...(roles === 'anyone' ? ['also without a session'] : []),
    ...(roles === 'session' ? ['whatever the session needs first'] : []),
    ...(sensitive ? ['password within the last five minutes'] : []),
    ...(wholeNumbers ? ['numbers are whole'] : []),
    ...(onRecord ? ['its use is on record'] : []),
  ];
}
