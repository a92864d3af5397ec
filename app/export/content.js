// The content of this file, with what is looked up in it by name.

/** @typedef {{name: "none" | "urgent" | "maternity" | "emergency", value: number}} Level */
/** @typedef {any} Condition One of the ten kinds; told apart by the key that it begins with. */
/**
 * @typedef {object} Option
 * @property {string} code
 * @property {string} text
 * @property {string | null} short
 * @property {boolean} exclusive
 * @property {string[] | null} counts_as
 * @property {string[]} regions
 * @property {string} label
 */
/**
 * @typedef {object} Item
 * @property {string} link_id
 * @property {string} section
 * @property {string} text
 * @property {string} short
 * @property {string} error
 * @property {boolean} repeats
 * @property {Condition | null} enable_when
 * @property {string | null} asks_again
 * @property {string | null} asks_which
 * @property {string | null} page
 * @property {string | null} picture
 * @property {Option[]} answer_option
 * @property {Option | null} not_sure
 * @property {Set<string>} none_codes
 * @property {Set<string>} answer_if_empty
 * @property {Record<string, Option>} option_by_region
 */
/**
 * @typedef {object} Sign
 * @property {string} id
 * @property {Level} level
 * @property {string} text
 * @property {string} short
 * @property {string | null} advice
 * @property {string | null} group
 * @property {Condition | null} applies_when
 * @property {Condition} given_when
 * @property {boolean} is_one_answer
 * @property {string[]} questions
 * @property {string[]} asked_in
 */
/** @typedef {{id: string, text: string, text_if_not: string | null, quotes: string | null,
 *   quoted: string[], item_weight: number, when: Condition, questions: string[]}} Feature */
/** @typedef {{id: string, from: number, to: number | null, requires: Condition | null,
 *   otherwise: string | null, text: string[], because: string}} Band */
/** @typedef {{id: string, title: string, gate: Condition, sheet_label: string, gate_text: string,
 *   criteria: {text: string, when: Condition}[], shows_from: number, leads_from: number | null,
 *   text: string[], because: string, meanings: {from: number, text: string}[]}} Overlay */
/** @typedef {{id: string, when: Condition | null, title: string, ends_journey: boolean,
 *   safety_net: Level[], sheet_title: string | null, questions: string[]}} Outcome */
/** @typedef {{id: string, text: string, when: Condition, outcomes: string[]}} Note */
/** @typedef {{id: string, text: string, label: string, when: Condition | null,
 *   because: string | null, keep_always: boolean, never_cut: boolean, short: string | null,
 *   lifted_when: Condition | null, follow_ups: {text: string, when: Condition}[]}} GpQuestion */
/** @typedef {{label: string, questions: string[]}} SheetRow */
/**
 * @typedef {object} Questionnaire
 * @property {string} id
 * @property {string} title
 * @property {string} version
 * @property {string} digest
 * @property {{id: string, title: string}[]} sections
 * @property {Item[]} items
 * @property {{id: string}[]} pictures
 * @property {{id: string, when: Condition}[]} conditions
 * @property {Sign[]} warning_signs
 * @property {Feature[]} features
 * @property {{lowest: number, no_band_when: Condition | null, bands: Band[]} | null} score
 * @property {Overlay[]} overlays
 * @property {{level: Level, heading: string, action: string}[]} care_cards
 * @property {{id: string}[]} advice
 * @property {Outcome[]} outcomes
 * @property {Note[]} result_notes
 * @property {GpQuestion[]} gp_questions
 * @property {string[]} highest_gp_questions
 * @property {string[]} stopping_questions
 * @property {{cap: number, wish: string | null, rows: SheetRow[], history: SheetRow[], needs: string[],
 *   by_hand: string[], come_back: {level: Level, bullets: string[]}[], for_the_gp: string[],
 *   disclaimer: string}} sheet
 * @property {{the_reader: string, counted: string}} words
 * @property {object | null} leaflet
 * @property {(outcome: Outcome) => object[]} [safety_net_of]
 * @property {Record<string, object>} [advice_by_id]
 * @property {Record<string, object>} [pictures_by_id]
 */

const QUESTIONNAIRE = DATA.questionnaire;

/** @template T @template {keyof T} K @param {T[]} entries @param {K} key @returns {Map<string, T>} */
function byId(entries, key) {
  return new Map(entries.map((entry) => [String(entry[key]), entry]));
}

for (const item of QUESTIONNAIRE.items) {
  for (const option of item.answer_option) {
    option.label = option.short || option.text;
  }
  item.not_sure = item.answer_option.find((option) => option.counts_as !== null) || null;
  const alone = item.answer_option.filter((o) => o.exclusive && o !== item.not_sure);
  item.none_codes = new Set(alone.map((option) => option.code));
  item.answer_if_empty = new Set(item.asks_again && item.not_sure ? [item.not_sure.code] : []);
  // of the answers at a place, the narrowest
  const widestFirst = [...item.answer_option].sort((a, b) => b.regions.length - a.regions.length);
  item.option_by_region = {};
  for (const option of widestFirst) {
    for (const region of option.regions) {
      item.option_by_region[region] = option;
    }
  }
}
for (const question of QUESTIONNAIRE.gp_questions) {
  question.label = question.short || question.text;
}
QUESTIONNAIRE.pictures_by_id = Object.fromEntries(QUESTIONNAIRE.pictures.map((one) => [one.id, one]));
QUESTIONNAIRE.advice_by_id = Object.fromEntries(QUESTIONNAIRE.advice.map((one) => [one.id, one]));

/** The care cards that say when to get help sooner. @param {Outcome} outcome */
QUESTIONNAIRE.safety_net_of = (outcome) =>
  outcome.safety_net.flatMap(
    (level) => QUESTIONNAIRE.care_cards.find((card) => card.level.value === level.value) || [],
  );

const ITEMS = byId(QUESTIONNAIRE.items, "link_id");
const CONDITIONS = byId(QUESTIONNAIRE.conditions, "id");
const SIGNS = byId(QUESTIONNAIRE.warning_signs, "id");
const FEATURES = byId(QUESTIONNAIRE.features, "id");
const BANDS = byId(QUESTIONNAIRE.score ? QUESTIONNAIRE.score.bands : [], "id");
/** The question that asks once more after "not sure", by the name of the first. */
const ASKED_AGAIN = new Map(
  QUESTIONNAIRE.items.flatMap((item) => (item.asks_again ? [[item.asks_again, item]] : [])),
);
const EMERGENCY = 3;
const MATERNITY = 2;
const URGENT = 1;
/** @type {Level[]} By their values. */
const LEVELS = ["none", "urgent", "maternity", "emergency"].map((name, value) => ({
  name: /** @type {Level["name"]} */ (name),
  value,
}));
