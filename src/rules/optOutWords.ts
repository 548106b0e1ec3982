/** What somebody who texts the agency's number wants. `unclear`: a person has to read it. */
export type ReplyMeaning = 'optOut' | 'help' | 'start' | 'nothing' | 'unclear';

export interface ReplyReading {
  readonly meaning: ReplyMeaning;
  /** With `unclear`: what it may be. */
  readonly suggested: 'optOut' | 'help' | 'nothing' | undefined;
  /** With `unclear`: texts to this number wait until a person has read it. */
  readonly holds: boolean;
  /** Of the word that decided, where it is a word of one language only. */
  readonly language: 'en' | 'es' | undefined;
}

/**
 * Words that mean it when they are all that was written. The first seven are the FCC's (47 CFR 64.1200(a)(10)); the others
 * are what carriers and people use besides.
 */
const OPT_OUT = words(
  'stop|quit|end|revoke|opt out|cancel|unsubscribe',
  'stopall|stop all|optout|opt me out|remove|remove me|stop please|please stop|stop it|stop now|no more',
);
const OPT_OUT_ES = words('alto|pare|parar|basta|no mas|ya no mas|cancelar|detener|salir|pare por favor|baja|darme de baja');
const HELP = words('help|info|information');
const HELP_ES = words('ayuda|informacion');
const START = words('start|unstop|resume|opt in|optin|subscribe|resubscribe');
const START_ES = words('empezar|iniciar|reanudar|comenzar');
/** What people say to be polite, and what needs nobody. */
const NOTHING = words(
  'ok|okay|k|kk|thanks|thank you|thx|ty|thank u|ok thanks|ok thank you|okay thanks|okay thank you|thank you so much|got it|great',
  'great thanks|great thank you|perfect|gracias|muchas gracias|ok gracias|vale|bueno|perfecto|de acuerdo|sounds good|will do',
);

/** Whole requests in plain language. Folded text: lower case, no accents, no punctuation. */
const ASKS = [
  /\bstop (?:texting|messaging|sending (?:me|us|these|this|those|the|any|all|texts?|messages?|msgs?|sms)|contacting|bothering|spamming)\b/,
  /\bstop (?:(?:all|the|these|those|this|your|any) )*(?:texts?|messages?|msgs?|sms|notifications?|updates?)\b/,
  /\b(?:do not|dont|never) (?:ever )?(?:text|message|msg|contact|send (?:me|us))\b/,
  /\b(?:no|not) (?:any )?more (?:texts?|messages?|msgs?|sms|notifications?|updates?)\b/,
  /\b(?:unsubscribe|unenroll|deregister)(?: me| us)?\b/,
  /\bopt (?:me |us |this (?:number|phone) )?out\b/,
  /\bopting out\b/,
  /\b(?:remove|delete|take) (?:me|us|my (?:number|phone)|this (?:number|phone)) (?:from|off|out)\b/,
  /\btake (?:me|us|my number|this number) off\b/,
  /\brevoke (?:my )?(?:consent|permission)\b/,
  /\b(?:end|quit|cancel) (?:(?:all|the|these|those|this|your|my) )*(?:texts?|messages?|msgs?|sms|notifications?|texting|messaging)\b/,
] as const;
const ASKS_ES = [
  /\b(?:no|ya no|nunca) (?:me |nos )?(?:envien?|manden?|mandes|envies|escriban?|escribas|contacten?|molesten?)\b/,
  /\b(?:dejen?|deja|paren?|basta) de (?:me )?(?:enviar|mandar|escribir|enviarme|mandarme|escribirme|molestar|molestarme)\b/,
  /\b(?:no|ya no) (?:quiero|deseo) (?:recibir )?(?:mas )?(?:textos?|mensajes?|sms|notificaciones)\b/,
  /\b(?:no|ya no) (?:quiero|deseo) (?:mas|recibir)\b/,
  /\bno mas (?:textos?|mensajes?|sms)\b/,
  /\b(?:quitenme|quiteme|borrenme|borreme|eliminenme|elimineme|sacenme|saqueme|saquenme|denme de baja|deme de baja)\b/,
] as const;

/** They turn a request round, or speak of it as somebody else's. Then a person reads it. */
const TURNED =
  /\b(?:(?:do not|dont|didnt|did not|never|no need to|not) (?:(?:want|wish|mean|ask|asked) (?:you |to |for )*)?(?:stop|unsubscribe|opt|cancel|end|quit|remove|revoke)|no (?:paren|dejen|pares|dejes|quiero cancelar)|not? (?:opting|opt) out|if|unless|until|why did you|can he|can she|make (?:him|her|them) stop|told (?:him|her|them))\b/;

/** It may be an opt-out, or there is a stranger at the other end: nothing more is sent until a person has read it. */
const PERHAPS =
  /\b(?:stop|unsubscribe|opt|optout|stopall|quit|revoke|alto|basta|baja|wrong (?:number|person|phone)|not (?:my|me|mine|him|her)|numero equivocado|equivocad[oa]|who (?:is|r|are) (?:this|u|you)|quien (?:es|eres)|leave me alone|dejeme|dejenme|do not (?:know|call|reply)|dont (?:know|call|reply)|scam|spam|harass\w*|lawyer|abogado)\b/;
/**
 * Somebody may be beside them, or read this phone: a text could be what gives them away. Rather one held too many; but what
 * somebody has done (“he came back and took the bike too”) is news of the call.
 */
const PERHAPS_DANGER = [
  /\b(?:has|have|had|got|took|taken|takes|grabbed|stole|reads?|reading|sees|saw|seen|checks?|checking|looks? at|looking at|goes through|going through) (?:my|her|his|our|the|this) (?:phone|cell|cellphone|mobile|texts?|messages?)\b/,
  /\b(?:he|she|hes|shes|they|theyre|husband|wife|boyfriend|girlfriend|ex|dad|father|stepdad|son|roommate)(?: (?:is|are|s|now|right|still|also|already))* (?:back|here|home|inside|outside|watching|listening|with me|next to me|coming)\b/,
  /\b(?:not safe|unsafe|in danger|danger|scared|afraid|terrified|threat\w*|hiding|hurt(?:s|ing)? (?:me|us|her|him)|hit(?:s|ting)? (?:me|us|her|him)|kill(?:s|ed|ing)? (?:me|us|her|him|my)|(?:has|have|got) a (?:gun|knife|weapon))\b/,
  /\b(?:tiene|agarro|tomo|quito|revisa|lee|leyo|ve|vio) (?:mi|su|el|mis|los) (?:telefono|celular|movil|mensajes?|textos?)\b/,
  /\b(?:(?:el|ella|mi esposo|mi esposa|mi marido|mi novio|mi novia|mi ex) (?:ya )?(?:esta|viene)|esta (?:aqui|afuera|adentro|conmigo))\b/,
  /\b(?:peligro|miedo|amenaz\w*|escondid[oa]|me (?:va a |quiere )?(?:matar|pegar|golpear|mata|pega|golpea)|tiene (?:un arma|una pistola|un cuchillo))\b/,
] as const;
const WANTS_HELP = /\b(?:help|ayuda|auxilio|socorro|911|emergency|emergencia)\b/;

/** Phones answer a text with a thumb as words, and quote it: our own "Reply STOP" must not be taken for a STOP. */
const REACTION =
  /^\s*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted|removed an? \S+ from)\b|(?:le gust[oó]|le encant[oó]|no le gust[oó]|destac[oó]|reaccion[oó]|pregunt[oó])(?=\s)|a .{1,40} le (?:gust|encant))[^“”"«]*[“"«]/iu;
const QUOTED = /[“"«][^“”"«»]{12,}(?:[”"»]|$)/gu;

/** Nobody asks for anything after so many characters; the rest is for the person who reads it. */
const MOST = 2_000;

/** Reads a reply. Pure, and never throws; certain only where a person would be. */
export function readReply(whole: string): ReplyReading {
  const written = whole.slice(0, MOST);
  if (REACTION.test(written)) return reading('nothing');
  const text = fold(written.replace(QUOTED, ' '));
  // A heart, a thumb, a dot.
  if (text === '') return /[\p{L}\p{N}]/u.test(written) ? unclear(undefined, false) : reading('nothing');
  if (OPT_OUT.has(text)) return reading('optOut', neutral(text) ? undefined : 'en');
  if (OPT_OUT_ES.has(text)) return reading('optOut', 'es');
  if (HELP.has(text)) return reading('help', text === 'info' ? undefined : 'en');
  if (HELP_ES.has(text)) return reading('help', 'es');
  if (START.has(text)) return reading('start', neutral(text) ? undefined : 'en');
  if (START_ES.has(text)) return reading('start', 'es');
  if (NOTHING.has(text)) return reading('nothing');
  const turned = TURNED.test(text);
  const asks = ASKS.some((pattern) => pattern.test(text));
  const asksEs = ASKS_ES.some((pattern) => pattern.test(text));
  // Somebody in danger, or with news of the case, who also says "stop texting" must not get a machine's answer alone.
  const more = WANTS_HELP.test(text) || text.split(' ').length > 25;
  if ((asks || asksEs) && !turned && !more) return reading('optOut', asks ? 'en' : 'es');
  if (asks || asksEs || PERHAPS.test(text)) return unclear('optOut', true);
  const holds = PERHAPS_DANGER.some((pattern) => pattern.test(text));
  return unclear(WANTS_HELP.test(text) ? 'help' : undefined, holds);
}

function reading(meaning: ReplyMeaning, language?: 'en' | 'es'): ReplyReading {
  return { meaning, suggested: undefined, holds: false, language };
}

function unclear(suggested: ReplyReading['suggested'], holds: boolean): ReplyReading {
  return { meaning: 'unclear', suggested, holds, language: undefined };
}

/** STOP and START stand in our Spanish texts too, so they tell no language. */
function neutral(text: string): boolean {
  return text === 'stop' || text === 'start' || text === 'unstop' || text === 'stopall' || text === 'stop all';
}

/** Lower case, no accents, apostrophes gone, all else that is no letter or digit a space. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split('|')));
}
