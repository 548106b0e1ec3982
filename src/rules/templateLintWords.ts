/** A rule that looks for words in a template's own text. */
export interface WordRule {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Global; each match is one finding. */
  readonly pattern: RegExp;
  readonly message: (found: string) => string;
}

const warning = (code: string, pattern: RegExp, message: WordRule['message']): WordRule => ({
  code,
  severity: 'warning',
  pattern,
  message,
});

/** Domains that anybody can put anything behind. Carriers refuse them (Bandwidth 4771). */
const SHORTENERS =
  'bit\\.ly|bitly\\.com|tinyurl\\.com|t\\.co|goo\\.gl|ow\\.ly|is\\.gd|v\\.gd|buff\\.ly|rb\\.gy|cutt\\.ly|shorturl\\.at|tiny\\.cc|t\\.ly|s\\.id|lnkd\\.in|rebrand\\.ly|bl\\.ink|short\\.io|soo\\.gd|clck\\.ru|adf\\.ly';

/** Words are matched in the text without its fields. Spanish with and without accents. */
export const WORD_RULES: readonly WordRule[] = [
  {
    code: 'shortLink',
    severity: 'error',
    pattern: new RegExp(`(?:https?:\\/\\/)?(?<![\\w.-])(?:${SHORTENERS})(?![\\w.-]*\\w)(?:\\/\\S*)?`, 'gi'),
    message: (found) => `“${found}” is a public short link: carriers refuse texts that have one`,
  },
  warning(
    'link',
    /(?:https?:\/\/|www\.)\S+|(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|gov|net|us|info|io|co|me|app|link|site)\b(?:\/\S*)?/gi,
    (found) => `“${found}” is a link: people take texts with links for fraud; give a phone number`,
  ),
  warning(
    'promise',
    /\b(?:on (?:the|their|his|her|its) way(?: now)?|en ?route|heading (?:to|your)|will (?:be there|arrive|come|respond|call you|contact you)|is coming|are coming|shortly|soon|right away|immediately|as soon as possible|asap|guarantee[sd]?|promise[sd]?|en camino|va en camino|llegar[aá]n?|vendr[aá]n?|ya va|pronto|enseguida|en seguida|inmediatamente|de inmediato|cuanto antes|garantiza\w*|promete\w*)(?![\p{L}])/giu,
    (found) => `“${found}” promises what may not come true; say what is true now`,
  ),
  warning(
    'arrivalTime',
    /\bETA\b|\b(?:\d+|few|several|pocos|unos)\s*(?:min(?:ute)?s?|minutos?|h(?:ou)?rs?|horas?)\b|\b(?:estimated|expected) (?:time|arrival)\b|\btiempo estimado\b/gi,
    (found) => `“${found}” tells a time: nobody can know when an officer arrives`,
  ),
  warning(
    'offence',
    /\b(?:burglar(?:y|ies)|theft|thefts|robber(?:y|ies)|larceny|stolen|assault(?:ed|s)?|battery|rape|sexual|vandali[sz]\w*|mischief|fraud|forger(?:y|ies)|stalk\w*|homicide|murder|shooting|domestic|narcotics?|drugs?|trespass\w*|break-?in|harass\w*|suicid\w*|robo|robos|hurto|asalto|agresi[oó]n|violaci[oó]n|homicidio|asesinato|fraude|falsificaci[oó]n|violencia|drogas?|acoso|allanamiento|vandalismo)(?![\p{L}])/giu,
    (found) => `“${found}” names an offence: whoever sees the phone reads it; say “your call” or “your report”`,
  ),
  warning(
    'place',
    /\b(?:street|avenue|boulevard|address|location|your (?:home|house|residence)|calle|avenida|direcci[oó]n|domicilio|su casa|ubicaci[oó]n)(?![\p{L}])/giu,
    (found) => `“${found}” speaks of a place: texts must not tell where anybody is`,
  ),
  warning(
    'unitOrRoute',
    /\b(?:unit \w*\d\w*|patrol car|squad car|cruiser|badge|unidad \w*\d\w*|patrulla)\b/gi,
    (found) => `“${found}” tells of a unit: texts must not say who is where`,
  ),
  warning(
    'personName',
    /\b(?:Mr|Mrs|Ms|Miss|Mx|Sr|Sra|Srta|Dr|Dra|Don|Do[ñn]a|Dear|Estimad[oa]|Querid[oa])\.?\s+\p{Lu}[\p{L}'’-]+/gu,
    (found) => `“${found}” names a person: only the officer or detective may be named, by a field`,
  ),
  warning(
    'officerByName',
    /\b(?:Officer|Ofc\.?|Deputy|Sgt\.?|Sergeant|Lt\.?|Detective|Det\.?|Agente|Oficial|Sargento)\s+(?:\p{Lu}\.\s*)?\p{Lu}[\p{Ll}'’-]{2,}/gu,
    (found) => `“${found}” names somebody for good; use {{officer}} or {{detective}}, which follow the roster`,
  ),
  warning(
    'apology',
    /\b(?:sorry|apolog(?:y|ies|i[sz]e[sd]?)|regret|unfortunately|inconvenience|disculp\w*|lo siento|lo sentimos|perd[oó]n\w*|lamenta\w*|desafortunadamente|inconveniente\w*)(?![\p{L}])/giu,
    (found) => `“${found}” apologizes: say what is so and what to do`,
  ),
  warning('exclamation', /[!¡]+/g, () => 'An exclamation mark sounds alarmed; use a full stop'),
  warning(
    'emergencyWording',
    /\b(?:emergency alert|public safety alert|amber alert|silver alert|alert:|warning:|evacuat\w*|take (?:cover|shelter)|shelter in place|imminent|alerta\b|evac[uú]\w*|refugi[eo]\w*|inminente)(?![\p{L}])/giu,
    (found) => `“${found}” sounds like an emergency alert: carriers want those registered as such`,
  ),
  warning(
    'emoji',
    /\p{Extended_Pictographic}\u{fe0f}?/gu,
    (found) => `“${found}” is a picture: it makes the text twice as long, and does not belong into it`,
  ),
];

/** Only the text of a diverted officer may say it, and never more. */
export const PRIORITY_WORDS =
  /\b(?:higher[- ]priority|more urgent|(?:m[aá]s|mayor) (?:prioridad|urgencia)|de m[aá]s prioridad)(?![\p{L}])/giu;
/** Words of capitals that stand for what they are. */
export const CAPITALS_ALLOWED = new Set(['STOP', 'HELP', 'START', 'ALTO', 'PARE', 'AYUDA', 'INFO']);
