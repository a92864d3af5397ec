// The rules: what answers show, the way through the questions, the outcome with every reason.
// Mirrors app/engine. A condition is true, false, or not known (null): an answer that was not given
// is never a "no". tests/export holds the two together.

/** @typedef {boolean | null} Truth */
/** @typedef {Map<string, Set<string>>} Answers */
/** @typedef {"reported" | "not sure" | "denied" | "not asked"} Status */
/** @typedef {{sign: Sign, said: string[], text: string, status: Status, counts: boolean}} SignFinding */
/** @typedef {{overlay: Overlay, gate: boolean, gate_as_given: Truth, holds: Truth[],
 *   ticked: string[], unsure: string[], shows: boolean, leads: boolean}} OverlayFinding */
/** @typedef {{found: string[], said: string[]}} Because */
/** @typedef {{path: Item[], answers: Answers, unanswered: Set<string>, ended_by: Outcome | null,
 *   open: Item | null}} Journey */
/** @typedef {{question: GpQuestion, because: Because | null, follow_ups: string[]}} AskedQuestion */
/** @typedef {ReturnType<typeof assess>} Assessment */

/** @type {Set<string>} */
const NOTHING = new Set();

class Evaluation {
  /** @param {Answers} answers @param {Iterable<string>} unanswered */
  constructor(answers, unanswered = []) {
    this.answers = answers;
    this.unanswered = new Set(unanswered);
  }

  /**
   * Whether a condition holds. Read cautiously, "not sure" stands for what it counts as; as given,
   * it is not known.
   * @param {Condition} condition @returns {Truth}
   */
  holds(condition, cautious = true) {
    if ("question" in condition) {
      return this.chosen(condition, cautious);
    }
    if ("all" in condition) {
      return this.decidedBy(false, condition.all, cautious);
    }
    if ("any" in condition) {
      return this.decidedBy(true, condition.any, cautious);
    }
    if ("not" in condition) {
      const truth = this.holds(condition.not, cautious);
      return truth === null ? null : !truth;
    }
    if ("condition" in condition) {
      return this.holds(found(CONDITIONS, condition.condition).when, cautious);
    }
    if ("warning_sign" in condition) {
      return this.sign(found(SIGNS, condition.warning_sign), cautious);
    }
    if ("feature" in condition) {
      return this.holds(found(FEATURES, condition.feature).when, false);
    }
    if ("overlay" in condition) {
      return this.unanswered.size ? null : this.overlay(condition.overlay).shows;
    }
    if ("band" in condition) {
      if (this.unanswered.size) {
        return null;
      }
      const band = this.band();
      return band !== null && condition.band.includes(band.id);
    }
    if ("level_at_least" in condition) {
      if (this.reaches(condition.level_at_least.value)) {
        return true;
      }
      return this.unanswered.size ? null : false;
    }
    throw new TypeError(`no such condition: ${Object.keys(condition)}`);
  }

  /**
   * That one, where it is among the truths; else not known, where one is not; else the other.
   * @param {boolean} one @param {Condition[]} conditions @param {boolean} cautious
   * @returns {Truth}
   */
  decidedBy(one, conditions, cautious) {
    /** @type {Truth} */
    let all = !one;
    for (const condition of conditions) {
      const truth = this.holds(condition, cautious);
      if (truth === one) {
        return one;
      }
      if (truth === null) {
        all = null;
      }
    }
    return all;
  }

  /** @param {Condition} condition @param {boolean} cautious @returns {Truth} */
  chosen(condition, cautious) {
    const given = this.answers.get(condition.question);
    if (given === undefined) {
      return this.unanswered.has(condition.question) ? null : false;
    }
    const item = found(ITEMS, condition.question);
    // one that asks again is about what was not ticked at first
    const first = (item.asks_again && this.answers.get(item.asks_again)) || NOTHING;
    const codes = condition.chosen.filter((/** @type {string} */ code) => !first.has(code));
    const notSure = item.not_sure ? item.not_sure.code : "";
    const unsure = given.has(notSure);
    const ticked = new Set(
      codes.filter((/** @type {string} */ code) => given.has(code)),
    );
    if (unsure && !cautious) {
      ticked.delete(notSure);
    }
    if (ticked.size >= condition.at_least) {
      return true;
    }
    if (!unsure) {
      return false;
    }
    const may = this.unsureOf(item, cautious);
    const most = codes.filter((/** @type {string} */ code) => ticked.has(code) || may.has(code));
    if (most.length < condition.at_least) {
      return false;
    }
    return cautious && this.isSettled(item) ? true : null;
  }

  /** Whether it is known what "not sure" stands for. @param {Item} item */
  isSettled(item) {
    const again = ASKED_AGAIN.get(item.link_id);
    return again === undefined || this.answers.has(again.link_id);
  }

  /** The options that a "not sure" may stand for. @param {Item} item @param {boolean} cautious */
  unsureOf(item, cautious) {
    const again = ASKED_AGAIN.get(item.link_id);
    if (!again || !again.not_sure) {
      const every = item.answer_option.map((option) => option.code);
      return new Set(cautious ? item.not_sure && item.not_sure.counts_as : every);
    }
    const named = this.answers.get(again.link_id) || again.answer_if_empty;
    return named.has(again.not_sure.code) ? new Set(again.not_sure.counts_as) : named;
  }

  // --- warning signs

  /** @param {Sign} sign @returns {Truth} */
  sign(sign, cautious = true) {
    const given = this.holds(sign.given_when, cautious);
    if (sign.applies_when === null || given === false) {
      return given;
    }
    const applies = this.holds(sign.applies_when);
    return applies === true ? given : applies;
  }

  /** Whether a sign of a level, or of a higher one, was given. @param {number} level */
  reaches(level) {
    return QUESTIONNAIRE.warning_signs.some((s) => s.level.value >= level && this.sign(s));
  }

  /** @param {Sign} sign @returns {SignFinding} */
  signFinding(sign) {
    const given = this.sign(sign, false);
    const { text } = sign;
    /** @type {string[]} */
    const said = given && !sign.is_one_answer ? this.because(sign.given_when).said : [];
    const full = said.length ? `${text} (${said.join("; ")})` : text;
    if (given) {
      return { sign, said, text: full, status: "reported", counts: true };
    }
    if (given === null && this.sign(sign)) {
      return { sign, said, text, status: "not sure", counts: true };
    }
    return { sign, said, text, status: this.saidOf(sign), counts: false };
  }

  /**
   * What was said about a sign that does not count. Nobody has denied what nobody asked: the answers
   * that were given must rule the sign out, whatever the others would be.
   * @param {Sign} sign @returns {Status}
   */
  saidOf(sign) {
    if (sign.applies_when && !this.holds(sign.applies_when)) {
      return "not asked";
    }
    if (new Evaluation(this.answers).sign(sign, false) === null) {
      return "not sure";
    }
    const asked = sign.asked_in.some((name) => this.answers.has(name));
    const openTo = asked ? this : new Evaluation(this.answers, ITEMS.keys());
    return openTo.sign(sign, false) === false ? "denied" : "not asked";
  }

  // --- scoring

  points() {
    const fit = QUESTIONNAIRE.features.filter((feature) => this.holds(feature.when, false));
    const total = fit.reduce((sum, feature) => sum + feature.item_weight, 0);
    const { score } = QUESTIONNAIRE;
    return score ? Math.max(total, score.lowest) : 0;
  }

  /** @returns {Band | null} None in an emergency and where the content wants none. */
  band() {
    const { score } = QUESTIONNAIRE;
    if (!score || this.reaches(EMERGENCY)) {
      return null;
    }
    if (score.no_band_when && this.holds(score.no_band_when) !== false) {
      return null;
    }
    const points = this.points();
    let band = score.bands.find((b) => b.from <= points && (b.to === null || points <= b.to));
    while (band && band.requires && this.holds(band.requires) !== true) {
      band = found(BANDS, band.otherwise || "");
    }
    return band || null;
  }

  /** @param {Overlay} overlay @returns {OverlayFinding} */
  overlayFinding(overlay) {
    const holds = overlay.criteria.map((criterion) => this.holds(criterion.when, false));
    const texts = (/** @type {Truth} */ truth) =>
      overlay.criteria.filter((_, i) => holds[i] === truth).map((criterion) => criterion.text);
    const ticked = texts(true);
    const gate = this.holds(overlay.gate) === true;
    const shows = gate && ticked.length >= overlay.shows_from;
    return {
      overlay,
      gate,
      gate_as_given: this.holds(overlay.gate, false),
      holds,
      ticked,
      unsure: texts(null),
      shows,
      leads: shows && ticked.length >= (overlay.leads_from || holds.length + 1),
    };
  }

  /** @param {string} id */
  overlay(id) {
    return this.overlayFinding(found(byId(QUESTIONNAIRE.overlays, "id"), id));
  }

  // --- reasons

  /** What makes a condition true, in the words of the content. @param {Condition} condition */
  because(condition) {
    /** @type {Map<string, Set<string>>} */
    const said = new Map();
    /** @type {Set<string>} */
    const told = new Set();
    for (const reason of this.reasons(condition)) {
      if (typeof reason === "string") {
        told.add(reason);
      } else {
        const codes = said.get(reason.question) || new Set();
        reason.chosen.forEach((/** @type {string} */ code) => codes.add(code));
        said.set(reason.question, codes);
      }
    }
    return { found: [...told], said: [...said].map(([name, codes]) => this.answered(name, codes)) };
  }

  /** @param {string} name @param {Set<string>} codes */
  answered(name, codes) {
    const item = found(ITEMS, name);
    const given = this.answers.get(name) || NOTHING;
    const labels = item.answer_option.filter((o) => given.has(o.code) && codes.has(o.code));
    return `${item.short}: ${labels.map((option) => option.label).join(", ")}`;
  }

  /**
   * The answers and the findings that make a condition true.
   * @param {Condition} condition @returns {Condition[]}
   */
  reasons(condition) {
    if (this.holds(condition) !== true) {
      return [];
    }
    if ("question" in condition) {
      const given = this.answers.get(condition.question) || NOTHING;
      const notSure = found(ITEMS, condition.question).not_sure;
      // Where nothing was ticked that fits, the answer was "not sure" and stands for it.
      const fits = condition.chosen.some((/** @type {string} */ code) => given.has(code));
      return fits || !notSure ? [condition] : [{ ...condition, chosen: [notSure.code] }];
    }
    if ("all" in condition || "any" in condition) {
      const inner = condition.all || condition.any;
      return inner.flatMap((/** @type {Condition} */ one) => this.reasons(one));
    }
    if ("condition" in condition) {
      return this.reasons(found(CONDITIONS, condition.condition).when);
    }
    if ("warning_sign" in condition) {
      return [found(SIGNS, condition.warning_sign).text];
    }
    if ("feature" in condition) {
      return this.reasons(found(FEATURES, condition.feature).when);
    }
    if ("overlay" in condition) {
      return [this.overlay(condition.overlay).overlay.because];
    }
    const band = "band" in condition ? this.band() : null;
    return band ? [band.because] : [];
  }
}

/** @template T @param {Map<string, T>} entries @param {string} name @returns {T} */
function found(entries, name) {
  const entry = entries.get(name);
  if (entry === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return entry;
}

// --- the way through the questions

/**
 * Follow the questions as far as the answers lead. Answers beyond an open question still count where
 * they may be on the path: an emergency sign among them ends the journey.
 * @param {Answers} answers @returns {Journey}
 */
function follow(answers) {
  /** @type {Item[]} */
  const path = [];
  let soFar = new Evaluation(new Map());
  for (const item of QUESTIONNAIRE.items) {
    const name = item.link_id;
    const asked = item.enable_when === null || soFar.holds(item.enable_when);
    if (asked === false) {
      continue;
    }
    const given = answers.get(name);
    if (asked || given) {
      path.push(item);
    }
    if (given === undefined) {
      soFar = new Evaluation(soFar.answers, [...soFar.unanswered, name]);
      continue;
    }
    soFar = new Evaluation(new Map([...soFar.answers, [name, given]]), soFar.unanswered);
    const end = endAfter(soFar, name);
    if (end) {
      return journeyOf(path, soFar, end);
    }
  }
  return journeyOf(path, soFar, null);
}

/** @param {Item[]} path @param {Evaluation} soFar @param {Outcome | null} end @returns {Journey} */
function journeyOf(path, soFar, end) {
  const { answers, unanswered } = soFar;
  const open = path.find((item) => !answers.has(item.link_id)) || null;
  return { path, answers, unanswered, ended_by: end, open };
}

/** The outcome that stops the questions. @param {Evaluation} soFar @param {string} name */
function endAfter(soFar, name) {
  if (!QUESTIONNAIRE.stopping_questions.includes(name)) {
    return null;
  }
  const ends = QUESTIONNAIRE.outcomes.filter((outcome) => outcome.ends_journey);
  return ends.find((end) => end.when && soFar.holds(end.when)) || null;
}

/** Questions in their order, those together that share a page. @param {Item[]} path */
function pagesOf(path) {
  /** @type {Item[][]} */
  const pages = [];
  for (const item of path) {
    const page = pages[pages.length - 1];
    const last = page && page[page.length - 1];
    if (last && (last.page || last.link_id) === (item.page || item.link_id)) {
      page.push(item);
    } else {
      pages.push([item]);
    }
  }
  return pages;
}

/** The items on one page with this one; none if it is not asked. @param {Journey} journey @param {string} name */
function pageOf(journey, name) {
  return pagesOf(journey.path).find((page) => page.some((item) => item.link_id === name)) || [];
}

/** Whether the page of a question may be shown. @param {Journey} journey @param {string} name */
function mayVisit(journey, name) {
  return pageOf(journey, name).some(
    (item) => journey.answers.has(item.link_id) || (!journey.ended_by && item === journey.open),
  );
}

/** The first item behind its page; never beyond the open one. @param {Journey} journey @param {string} name */
function itemAfter(journey, name) {
  const [lastOfPage] = pageOf(journey, name).slice(-1);
  const last = journey.path.indexOf(lastOfPage);
  if (journey.open && journey.path.indexOf(journey.open) <= last) {
    return journey.open;
  }
  return journey.path[last + 1] || null;
}

/** The first item of the page before. @param {Journey} journey @param {string} name */
function itemBefore(journey, name) {
  const pages = pagesOf(journey.path);
  const place = pages.findIndex((page) => page.some((item) => item.link_id === name));
  return place > 0 ? pages[place - 1][0] : null;
}

// --- the outcome

/** Apply every rule to the answers that are on the path. @param {Answers} answers */
function assess(answers) {
  const journey = follow(answers);
  const unanswered = journey.ended_by ? [] : journey.unanswered;
  const evaluation = new Evaluation(journey.answers, unanswered);
  const outcome = outcomeOf(journey, evaluation);
  const calm = outcome !== null && !outcome.ends_journey;
  const asked = outcome && outcome.sheet_title ? gpQuestions(evaluation) : [];
  const kept = capped(asked, QUESTIONNAIRE.sheet.cap);
  const band = calm ? evaluation.band() : null;
  const signs = QUESTIONNAIRE.warning_signs.map((sign) => evaluation.signFinding(sign));
  const level = Math.max(0, ...signs.filter((s) => s.counts).map((s) => s.sign.level.value));
  const overlays = calm ? QUESTIONNAIRE.overlays.map((one) => evaluation.overlayFinding(one)) : [];
  return {
    journey,
    level,
    signs,
    features: QUESTIONNAIRE.features.map((feature) => ({
      feature,
      holds: evaluation.holds(feature.when, false),
    })),
    points: band ? evaluation.points() : null,
    overlays,
    shown_overlays: overlays.filter((overlay) => overlay.shows),
    leading_overlay: (level === 0 && overlays.find((overlay) => overlay.leads)) || null,
    band,
    outcome,
    notes: QUESTIONNAIRE.result_notes.filter(
      (note) => outcome && note.outcomes.includes(outcome.id) && evaluation.holds(note.when),
    ),
    gp_questions: kept,
    gp_questions_cut: asked.filter((question) => !kept.includes(question)),
  };
}

/** @param {Journey} journey @param {Evaluation} evaluation @returns {Outcome | null} */
function outcomeOf(journey, evaluation) {
  if (journey.ended_by || journey.open) {
    return journey.ended_by;
  }
  const { outcomes } = QUESTIONNAIRE;
  return outcomes.find((one) => one.when === null || evaluation.holds(one.when)) || null;
}

/** Every GP question whose condition holds, in rank order. @param {Evaluation} evaluation @returns {AskedQuestion[]} */
function gpQuestions(evaluation) {
  const top = QUESTIONNAIRE.highest_gp_questions;
  const rank = (/** @type {GpQuestion} */ question) => {
    if (top.includes(question.id)) {
      return 0;
    }
    return question.lifted_when && evaluation.holds(question.lifted_when) ? 1 : 2;
  };
  return [0, 1, 2]
    .flatMap((place) => QUESTIONNAIRE.gp_questions.filter((q) => rank(q) === place))
    .filter((question) => question.when === null || evaluation.holds(question.when))
    .map((question) => ({
      question,
      because: question.when && !question.because ? evaluation.because(question.when) : null,
      follow_ups: question.follow_ups.filter((f) => evaluation.holds(f.when)).map((f) => f.text),
    }));
}

/** The highest ranks up to the cap; those that are never cut take their place first. @param {AskedQuestion[]} asked @param {number} cap */
function capped(asked, cap) {
  const isKept = (/** @type {AskedQuestion} */ a) => a.question.keep_always || a.question.never_cut;
  let room = cap - asked.filter(isKept).length;
  return asked.filter((one) => isKept(one) || room-- > 0);
}

/** The signs of an assessment that count, of one level. @param {Assessment} assessment @param {number} level */
function givenAt(assessment, level) {
  return assessment.signs.filter((s) => s.counts && s.sign.level.value === level);
}

/** Whether this question's answer gives a maternity sign: its card comes before going on. @param {Journey} journey @param {string} name */
function callsAtOnce(journey, name) {
  const evaluation = new Evaluation(journey.answers, journey.unanswered);
  return QUESTIONNAIRE.warning_signs.some(
    (sign) =>
      sign.level.value === MATERNITY && evaluation.sign(sign) && sign.questions.includes(name),
  );
}

// --- which questions stand on the sheet

const MOST_FIRST = 3;

/** What somebody chose: the questions dropped, and those that matter most. */
class Choice {
  /** @param {Iterable<string>} dropped @param {Iterable<string>} first */
  constructor(dropped, first) {
    this.dropped = new Set(dropped);
    this.first = new Set(first);
  }

  /** @param {GpQuestion} question */
  asks(question) {
    return this.first.has(question.id) || !this.dropped.has(question.id);
  }
}

/** Every question that fits the answers, but for those that are always kept. @param {Assessment} assessment */
function offer(assessment) {
  const every = [...assessment.gp_questions, ...assessment.gp_questions_cut];
  const questions = every.filter((asked) => !asked.question.keep_always);
  return { questions, room: QUESTIONNAIRE.sheet.cap - (every.length - questions.length) };
}

/** The questions for the sheet: never more than fit on it. @param {Assessment} assessment @param {Choice | null} choice */
function select(assessment, choice) {
  const { questions, room } = offer(assessment);
  const chosen = questions.filter((asked) => choice && choice.asks(asked.question));
  if (choice === null || !chosen.length) {
    return { first: [], others: assessment.gp_questions };
  }
  const few = choice.first.size <= MOST_FIRST;
  const first = chosen.filter((a) => few && choice.first.has(a.question.id)).slice(0, room);
  const others = chosen.filter((a) => !first.includes(a)).slice(0, Math.max(0, room - first.length));
  const always = assessment.gp_questions.filter((asked) => asked.question.keep_always);
  return { first, others: [...others, ...always] };
}

/** The choice that leads to a selection. @param {ReturnType<typeof offer>} offered @param {ReturnType<typeof select>} selection */
function asChoice(offered, selection) {
  const asked = [...selection.first, ...selection.others].map((one) => one.question.id);
  const ids = offered.questions.map((one) => one.question.id);
  const dropped = ids.filter((id) => !asked.includes(id));
  return new Choice(dropped, selection.first.map((one) => one.question.id));
}
