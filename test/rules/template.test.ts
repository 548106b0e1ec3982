import { renderTemplate, TEMPLATE_FIELDS, templateProblem } from '../../src/rules/template';

describe('a template', () => {
  it('renders its named fields as plain text', () => {
    const fields = { agency: "O'Brien & Sons PD", incident: '25-1' };
    expect(renderTemplate('{{agency}}: call {{ incident }}.', fields)).toEqual({ text: "O'Brien & Sons PD: call 25-1." });
  });

  it.each([
    ['{{unit}}', /unknown field \{\{unit\}\}/],
    ['{{eta}}', /unknown field/],
    ['{{agency.phone}}', /unknown field/],
    ['{{#agency}}x{{/agency}}', /named fields only/],
    ['{{{agency}}}', /named fields only/],
    ['{{> partial}}', /named fields only/],
    ['{{agency', /broken syntax/],
  ])('%s is refused', (text, problem) => expect(templateProblem(text)).toMatch(problem));

  it('is not rendered with an empty field', () => {
    expect(renderTemplate('{{agency}} {{report}}', { agency: 'PD', report: ' ' })).toEqual({ emptyField: 'report' });
  });

  it('cannot be given line breaks or control characters by a feed', () => {
    expect(renderTemplate('Call {{incident}}.', { incident: '25-1\r\nReply to evil.example\u0007' })).toEqual({
      text: 'Call 25-1 Reply to evil.example.',
    });
  });

  it('has no field for a place, a unit, a route or a time of arrival', () => {
    expect(TEMPLATE_FIELDS.filter((field) => /unit|location|address|eta|route|beat|lat|lon|caller|victim/i.test(field))).toEqual(
      [],
    );
  });
});
