// The sheet for the GP: what stands on it, what of it has room on paper, and the same as plain text.
// Mirrors app/sheet.

/** @typedef {ReturnType<typeof makeSheet>} Sheet */
/** @typedef {{label: string, text: string}} SheetLine */
/** @typedef {{picture: string, regions: string[], text: string}} Site */

const MOST_SAID = 2;
const SIGNS_ON_SIDE_1 = 4;
const FEW_SIGNS = 2;

/** The sheet for an assessment whose outcome has one. @param {Assessment} assessment @param {Choice | null} choice */
function makeSheet(assessment, choice) {
  const { outcome, journey, signs } = assessment;
  if (!outcome || !outcome.sheet_title) {
    throw new Error("this outcome has no sheet");
  }
  const plan = QUESTIONNAIRE.sheet;
  const selection = select(assessment, choice);
  const textsOf = (/** @type {Status} */ status) => {
    const found = signs.filter((finding) => finding.status === status);
    return found.map((finding) => (found.length <= FEW_SIGNS ? finding.text : finding.sign.text));
  };
  return {
    title: outcome.sheet_title,
    the_reader: QUESTIONNAIRE.words.the_reader,
    cards: sheetCards(assessment),
    wish: wishOf(journey.answers),
    asked_first: selection.first.map((asked) => asked.question.label),
    needs: plan.needs,
    questions: [...selection.first, ...selection.others].map((asked, i) => ({
      number: i + 1,
      text: asked.question.text,
      because: becauseText(asked),
      follow_ups: asked.follow_ups,
      is_priority: i < selection.first.length,
    })),
    come_back: plan.come_back
      .filter((line) => outcome.safety_net.some((level) => level.value === line.level.value))
      .map((line) => ({ ...line, heading: careCard(line.level.value).heading })),
    site: siteOf(journey),
    rows: sheetLines(journey.answers, plan.rows, false),
    signs_reported: textsOf("reported"),
    signs_denied: denied(signs),
    signs_not_sure: textsOf("not sure"),
    history: sheetLines(journey.answers, plan.history, true),
    overlays: assessment.overlays.filter((finding) => finding.gate).map(sheetOverlay),
    counted: QUESTIONNAIRE.words.counted,
    by_hand: plan.by_hand,
    for_the_gp: plan.for_the_gp,
    about: `${plan.disclaimer} Content version ${QUESTIONNAIRE.version} (${QUESTIONNAIRE.digest.slice(0, 12)}).`,
  };
}

/** @param {number} level */
function careCard(level) {
  const card = QUESTIONNAIRE.care_cards.find((one) => one.level.value === level);
  if (!card) {
    throw new Error(`no care card for ${level}`);
  }
  return card;
}

/** What the first answer on a picture marks, narrowed by later ones that leave any of it. @param {Journey} journey @param {Item} [before] @returns {Site} */
function siteOf(journey, before) {
  /** @type {Site | null} */
  let site = null;
  for (const item of journey.path) {
    if (item === before) {
      break;
    }
    const answer = journey.answers.get(item.link_id);
    if (!item.picture || (site && site.picture !== item.picture) || !answer) {
      continue;
    }
    const given = item.answer_option.filter((option) => answer.has(option.code));
    const named = given.flatMap((option) => option.regions);
    const label = given.map((option) => option.label).join(", ");
    if (site === null) {
      site = { picture: item.picture, regions: named, text: named.length ? label : "" };
      continue;
    }
    /** @type {string[]} */
    const both = site.regions.filter((region) => named.includes(region));
    if (both.length) {
      site = { picture: site.picture, regions: both, text: `${site.text}, ${label}` };
    }
  }
  return site || { picture: "", regions: [], text: "" };
}

/** Why a question is on the sheet. @param {AskedQuestion} asked */
function becauseText(asked) {
  if (asked.because === null) {
    const text = String(asked.question.because);
    return `${text[0].toUpperCase()}${text.slice(1)}.`;
  }
  const said = asked.because.said.slice(0, MOST_SAID).map((a) => `“${a}”`).join(" and ");
  if (!asked.because.found.length) {
    return `Because you said ${said}.`;
  }
  const found = `Because ${asked.because.found.join(", and ")}.`;
  return said ? `${found} You also said ${said}.` : found;
}

/** @param {Assessment} assessment */
function sheetCards(assessment) {
  return [MATERNITY, URGENT].flatMap((level) => {
    const given = givenAt(assessment, level);
    const texts = (/** @type {boolean} */ reported) =>
      given.filter((s) => (s.status === "reported") === reported).map((s) => s.sign.text);
    const advice = [...new Set(given.flatMap((s) => s.sign.advice || []))];
    const card = {
      level: LEVELS[level],
      action: given.length ? careCard(level).action : "",
      reported: texts(true),
      unsure: texts(false),
      advice,
      lists_signs: given.length <= SIGNS_ON_SIDE_1,
    };
    return given.length ? [card] : [];
  });
}

/** @param {Answers} answers */
function wishOf(answers) {
  const { wish } = QUESTIONNAIRE.sheet;
  if (wish === null) {
    return "";
  }
  const item = found(ITEMS, wish);
  const given = answers.get(item.link_id);
  return item.answer_option.filter((o) => given && given.has(o.code)).map((o) => o.text).join(", ");
}

/** The lines in which anything was asked. @param {Answers} answers @param {SheetRow[]} rows @param {boolean} ofWhat @returns {SheetLine[]} */
function sheetLines(answers, rows, ofWhat) {
  const lines = rows.map((row) => ({ label: row.label, text: saidIn(answers, row, ofWhat) }));
  return lines.filter((line) => line.text);
}

/** @param {Answers} answers @param {SheetRow} row @param {boolean} ofWhat */
function saidIn(answers, row, ofWhat) {
  const parts = [];
  for (const item of row.questions.map((name) => found(ITEMS, name))) {
    const given = answers.get(item.link_id);
    if (!given || (item.asks_which && row.questions.includes(item.asks_which))) {
      continue; // one that asks which is said with the ticks that it is about
    }
    const labels = labelsOf(answers, item).join(", ");
    if (ofWhat && item.repeats && [...given].every((code) => item.none_codes.has(code))) {
      const ticks = item.answer_option.filter((o) => !o.exclusive && o !== item.not_sure);
      parts.push(`none of: ${ticks.map((option) => option.label).join(", ")}`);
    } else {
      parts.push(item.short.includes(row.label) ? labels : `${item.short}: ${labels}`);
    }
  }
  return parts.join("; ");
}

/** The options chosen, in short; of each treatment, whether it helped. @param {Answers} answers @param {Item} item */
function labelsOf(answers, item) {
  const which = QUESTIONNAIRE.items.find((one) => one.asks_which === item.link_id);
  const named = which && answers.get(which.link_id);
  const given = item.answer_option.filter((o) => (answers.get(item.link_id) || NOTHING).has(o.code));
  return given.map((option) => {
    if (!which || !named || !which.answer_option.some((o) => o.code === option.code)) {
      return option.label;
    }
    const helped = which.short.toLowerCase();
    if (named.has(option.code)) {
      return `${option.label} (${helped})`;
    }
    const unsure = which.not_sure && named.has(which.not_sure.code);
    return `${option.label} (${helped}: ${unsure ? "not sure" : "no"})`;
  });
}

/** The signs that were denied: a line for each group. @param {SignFinding[]} signs @returns {SheetLine[]} */
function denied(signs) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const { sign } of signs.filter((finding) => finding.status === "denied")) {
    const group = sign.group || "other";
    groups.set(group, [...(groups.get(group) || []), sign.short]);
  }
  return [...groups].map(([label, shorts]) => ({ label, text: shorts.join("; ") }));
}

/** @param {OverlayFinding} finding */
function sheetOverlay(finding) {
  const { overlay, ticked, unsure } = finding;
  return {
    title: overlay.sheet_label,
    gate: finding.gate_as_given ? "" : `${overlay.gate_text}: not sure`,
    ticked,
    unsure,
    count: ticked.length,
    of: finding.holds.length,
    meaning: overlay.meanings.filter((one) => ticked.length >= one.from)[0].text,
  };
}

// --- what of it has room on paper

const WRITTEN = 8;
const MOST_WRITTEN = 2;
const BOLD = 1.13;
const [INDENTED, BESIDE, NARROWER] = [0.95, 0.8, 0.98];
const MADE = "Made on 29 September 2026 at 23:59.";
const DRAFT_NOTICE = "Draft: not yet approved by a healthcare professional.";

/** @typedef {{isLarge: boolean, row: number, line: number, lineClose: number, heads: number[], height: number}} Print */
/** @type {Print} */
const USUAL = {
  isLarge: false, row: 83, line: 4.87, lineClose: 4.45, heads: [5.3, 4], height: 0.96 * 254,
};
/** @type {Print} */
const LARGE = {
  isLarge: true, row: 56, line: 7.3, lineClose: 6.67, heads: [11.2, 9.7], height: 0.96 * 526,
};

/** What of a sheet has room on paper, in the usual size or in large print. @param {Sheet} sheet @param {boolean} large */
function roomOf(sheet, large) {
  const size = large ? LARGE : USUAL;
  const asked = sheet.questions.length;
  let [close, reasons] = [false, asked];
  let spare = size.height - sideOne(sheet, size, reasons, close);
  if (spare < 0) {
    close = true;
    spare = size.height - sideOne(sheet, size, reasons, close);
  }
  while (spare < 0 && reasons > 0) {
    reasons -= 1;
    spare = size.height - sideOne(sheet, size, reasons, close);
  }
  const byHand = Math.ceil((sheet.by_hand.length + 1) / 2) * WRITTEN;
  const summaryClose = sideTwo(sheet, size, false) + byHand > size.height;
  const lines = Math.min(Math.max(0, Math.trunc(spare / WRITTEN)), MOST_WRITTEN * asked);
  return {
    close,
    reasons,
    answers: sheet.questions.map((_, n) => Math.floor(lines / asked) + (n < lines % asked ? 1 : 0)),
    summary_close: summaryClose,
    by_hand: sideTwo(sheet, size, summaryClose) + byHand <= size.height,
  };
}

/** The height that is filled, block by block. */
class Filled {
  /** @param {Print} size @param {number} head @param {boolean} close */
  constructor(size, head, close) {
    this.row = size.row;
    this.line = close ? size.lineClose : size.line;
    this.gap = close ? 0.35 : 0.7;
    this.height = head * this.line;
  }

  /** @param {string} text */
  put(text, label = "", { ofRow = 1, gaps = 1 } = {}) {
    const letters = lengthOf(text) + BOLD * lengthOf(label);
    this.height += Math.ceil(letters / (this.row * ofRow)) * this.line + gaps * this.gap;
  }
}

/** @param {Sheet} sheet @param {Print} size @param {number} reasons @param {boolean} close */
function sideOne(sheet, size, reasons, close) {
  const side = new Filled(size, size.heads[0], close);
  for (const card of sheet.cards) {
    const elsewhere = card.lists_signs
      ? []
      : [`My warning signs are listed in the summary for ${sheet.the_reader}.`];
    side.put([...card.advice, ...elsewhere].join(" "), `${card.action}. `, { gaps: 5 });
    if (card.lists_signs && card.reported.length) {
      side.put(card.reported.join("; "), "I reported: ");
    }
    if (card.lists_signs && card.unsure.length) {
      side.put(card.unsure.join("; "), "I was not sure about: ");
    }
  }
  if (sheet.wish) {
    side.put(sheet.wish, "The one thing I want from today: ");
  }
  for (const need of size.isLarge ? sheet.needs : sheet.needs.slice(0, 1)) {
    side.put(need, "", { gaps: 2 });
  }
  if (sheet.questions.length) {
    side.put("", "My questions", { gaps: 3 });
  }
  for (const question of sheet.questions) {
    const mark = question.is_priority ? "Matters most to me: " : "";
    const because = question.number <= reasons ? question.because : "";
    const label = `${mark}${question.number}. ${question.text} `;
    side.put(because, label, { ofRow: INDENTED, gaps: 2 });
    for (const line of question.follow_ups) {
      side.put(line, "", { ofRow: INDENTED, gaps: 0 });
    }
  }
  if (sheet.come_back.length) {
    side.put("", "When to get help sooner", { gaps: 4 });
  }
  for (const help of sheet.come_back) {
    side.put(help.bullets.join("; "), `${help.heading}: `);
  }
  return side.height;
}

/** @param {Sheet} sheet @param {Print} size @param {boolean} close */
function sideTwo(sheet, size, close) {
  const side = new Filled(size, size.heads[1], close);
  const rows = sheet.rows.map((row) => [row.label, row.text]);
  if (sheet.wish && !(close && size.isLarge)) {
    rows.push(["Wants today", sheet.wish]);
  }
  side.put("", "Warning signs: the patient's own answers, not examined", { gaps: 12 });
  rows.push(
    ["Asks first", sheet.asked_first.join("; ")],
    ["Reported", sheet.signs_reported.join("; ")],
    ["Not sure", sheet.signs_not_sure.join("; ")],
  );
  for (const line of sheet.signs_denied) {
    side.put(line.text, `Denied, ${line.label}: `, { gaps: 0 });
  }
  for (const [label, text] of rows) {
    if (close || size.isLarge) {
      side.put(text, `${label}: `, { ofRow: NARROWER, gaps: 0 });
    } else {
      side.put(text || "none", "", { ofRow: BESIDE, gaps: 0 });
    }
  }
  for (const [heading, ...texts] of lowerParts(sheet)) {
    if (close) {
      side.put(texts.join(" "), `${heading}. `, { gaps: 3 });
    } else {
      side.put("", heading, { gaps: 4 });
      texts.forEach((text) => side.put(text));
    }
  }
  return side.height;
}

/** What stands below the warning signs: a heading, then its texts. @param {Sheet} sheet */
function lowerParts(sheet) {
  const about = `${sheet.about} ${MADE}`;
  return [
    ...(sheet.history.length
      ? [["History", sheet.history.map((row) => `${row.label}: ${row.text}`).join("; ")]]
      : []),
    ...sheet.overlays.map((overlay) => [
      `${overlay.title}: ${overlay.count} of ${overlay.of}`,
      overlay.meaning,
      ...(overlay.gate ? [`Only if: ${overlay.gate}`] : []),
      `Counted: ${overlay.ticked.join("; ")}`,
      ...(overlay.unsure.length ? [`Not sure: ${overlay.unsure.join("; ")}`] : []),
    ]),
    ["About this sheet", [DRAFT_NOTICE, ...sheet.for_the_gp].join(" "), about],
  ];
}

// --- as plain text

const MOST = 2000;
const FIRST = 3;
/** The uses of lines, the least useful first, and what a text without them says of them. */
const USES = [
  "how to use the questions",
  "details of questions",
  "reasons",
  "questions",
  "history",
  "", // the content has its own word for patterns
  "denied signs",
  "the pain",
  "questions",
];
const [ADVICE, FOLLOW_UP, REASON, QUESTION, HISTORY, PATTERN, DENIED, PAIN, FIRST_QUESTION, ALWAYS] =
  Array(10).keys();

/** @typedef {{use: number, text: string, called?: string}} Line */

/** As much of the sheet as fits, in its order. What is left out is named last. @param {Sheet} sheet @param {string} made @param {string | null} notice */
function sheetText(sheet, made, notice) {
  const blocks = textBlocks(sheet, made, notice);
  const spare = blocks
    .flat()
    .reverse()
    .filter((line) => line.use < ALWAYS)
    .sort((a, b) => a.use - b.use);
  /** @type {Line[]} */
  let out = [];
  while (spare.length && sentLength(written(blocks, out)) > MOST) {
    out.push(/** @type {Line} */ (spare.shift()));
  }
  for (const line of [...out].reverse()) {
    const less = out.filter((other) => other !== line);
    if (sentLength(written(blocks, less)) <= MOST) {
      out = less;
    }
  }
  return written(blocks, out);
}

/** The text without some lines, which are named where there are any. @param {Line[][]} blocks @param {Line[]} out */
function written(blocks, out) {
  const text = blocks
    .map((block) => block.filter((line) => !out.includes(line)).map((line) => line.text))
    .filter((lines) => lines.length)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  const worst = [...out].sort((a, b) => b.use - a.use);
  const names = [...new Set(worst.map((line) => line.called || USES[line.use]))];
  return names.length ? `${text}\nThe paper sheet also has: ${names.join(", ")}.` : text;
}

/** @param {string} text */
function sentLength(text) {
  return lengthOf(text) + text.split("\n").length - 1;
}

/** @param {Sheet} sheet @param {string} made @param {string | null} notice @returns {Line[][]} */
function textBlocks(sheet, made, notice) {
  const lines = (/** @type {number} */ use, /** @type {string[]} */ ...texts) =>
    texts.map((text) => ({ use, text }));
  const row = (/** @type {number} */ use, /** @type {SheetLine} */ line, before = "") => ({
    use,
    text: `${before}${line.label}: ${line.text}`,
  });
  const list = (/** @type {string} */ label, /** @type {string[]} */ texts) =>
    `${label}: ${texts.join("; ") || "none"}`;
  return [
    lines(ALWAYS, sheet.title, ...(notice ? [notice] : [])),
    lines(
      ALWAYS,
      ...sheet.cards.map((card) =>
        [`The self-check told me: ${card.action}.`, ...card.advice].join(" "),
      ),
    ),
    lines(ALWAYS, ...(sheet.wish ? [`The one thing I want from today: ${sheet.wish}`] : [])),
    sheet.questions.flatMap((question) => [
      {
        use: question.number <= FIRST ? FIRST_QUESTION : QUESTION,
        text: `${question.is_priority ? "Matters most to me: " : ""}${question.number}. ${question.text}`,
      },
      { use: REASON, text: question.because },
      ...lines(FOLLOW_UP, ...question.follow_ups.map((line) => `- ${line}`)),
    ]),
    sheet.rows.map((line) => row(PAIN, line)),
    [
      ...lines(ALWAYS, list("Warning signs reported", sheet.signs_reported)),
      ...lines(ALWAYS, list("Not sure", sheet.signs_not_sure)),
      ...sheet.signs_denied.map((line) => row(DENIED, line, "Denied, ")),
    ],
    sheet.history.map((line) => row(HISTORY, line)),
    ...sheet.overlays.map((overlay) => [
      {
        use: PATTERN,
        called: sheet.counted,
        text: [
          `${overlay.title}: ${overlay.count} of ${overlay.of}`,
          overlay.meaning,
          ...(overlay.gate ? [`Only if: ${overlay.gate}`] : []),
          list("Counted", overlay.ticked),
          ...(overlay.unsure.length ? [list("Not sure", overlay.unsure)] : []),
        ].join("\n"),
      },
    ]),
    [
      ...lines(ADVICE, ...(sheet.for_the_gp.length ? [sheet.for_the_gp.join(" ")] : [])),
      ...lines(ALWAYS, `${sheet.about} ${made}`),
    ],
  ];
}
