// Words of which labels, headings, element names and keys are made, in the systems of reference and in their kin. None of
// them says anything of a person, so that a label made of nothing else may be shown wherever it stands.
const WORDS = new Set(
  `accepts ack additional addr address adi agencies agency agent alarm ali ambulance answer apartment apt area arr arrive
  arrived assign assigned assignment assignments at back beat birth block body br building business by call callback called
  caller callers callid calls cancel canceled cancelled case census channel city class clear cleared close closed code codes
  color column comment comments common complainant component contact contacts context contexts controlled count county create
  created cross current custom data date datetime day department depart desc description desk detail details detective device
  direction directional disp dispatch dispatched dispatcher disposition dispositions dispo district div dob document dsp eido
  element email emd emergency emp employee ems en end enr enroute entered event events expires export export exported eye fd
  fdid field fields filter fire first flag flags floor font for from full global grid group hair head header height history
  home hospital hour house html id identification identifier idnumber in inc inches incident incidents info information
  initial initiated inj is issuing item jurisdiction language lat latitude layer lev level li license line location log logs
  lon longitude ln make map message messages middle milestone min minute model modified month msg name names narrative
  narratives nature nbr nearest no note notes notification num number numbers of off office officer officers offline on open
  operator or ori other p page patient pd person personnel persons phone plate point police position post pre prefix premise
  primary print printed pri prior priority problem prty pty qty quadrant qual qualifier queue race radio rate rcvd reason
  rec received record records ref reference registry remark remarks report reported reporter reporting reports request
  requested rescue response restriction result role route rpt run rural scene section sent service severity sex sheriff shield
  shift sheet site situation source span squad ssn staged stamp standard start started state station status statuses step
  street streets style sub subject subscribe subscription subtype suffix summary suite supplement sx table tbody td tel
  telephone terminate text th thead time times timestamp title to total town tr tract transferred transport transported type
  unit units unsubscribe update updated updates uri url user value vehicle vehicles venue version via victim weapon weight
  workstation x xml xprefix xstreet y year zip zone`.split(/\s+/),
);

// What stands behind such a label is about a person or a place, whatever else it may look like.
const PERSONAL_WORDS = new Set(
  `addr address apartment apt birth block body building business callback caller callers city comment comments complainant
  contact county cross description dob email employee eye floor hair height home house initial language lat latitude license
  location lon longitude map message middle name names narrative narratives nature nearest note notes patient person persons
  phone plate premise problem remark remarks reporter restriction sex ssn street streets subject suite summary tel telephone
  text town user vehicle vehicles venue victim weight x xstreet y zip`.split(/\s+/),
);

/** The words of a label: of `CallerPhone`, `CALLER PHONE #` and `caller_phone` the same two. */
export function labelWords(label: string): readonly string[] {
  return label
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether a label is made of nothing but words that labels are made of; single digits count, as in `Unit 2`. */
export function isPlainLabel(label: string): boolean {
  return label.length <= 60 && plainLabel(label) !== undefined;
}

/** Whether what a label announces is about a person or a place. */
export function announcesPersonal(label: string): boolean {
  return plainLabels.get(label) ?? labelWords(label).some((word) => PERSONAL_WORDS.has(word));
}

/** What plain labels announce. Made of the words above and nothing else, none says anything of any frame. */
const plainLabels = new Map<string, boolean>();
const MAX_KEPT = 2_000;

function plainLabel(label: string): boolean | undefined {
  const known = plainLabels.get(label);
  if (known !== undefined) return known;
  const words = labelWords(label);
  if (words.length === 0 || words.length > 6) return undefined;
  if (!words.some((word) => WORDS.has(word)) || !words.every((word) => WORDS.has(word) || /^\d$/.test(word))) return undefined;
  const personal = words.some((word) => PERSONAL_WORDS.has(word));
  if (plainLabels.size < MAX_KEPT) plainLabels.set(label, personal);
  return personal;
}
