// One function for each page, as in app/web/views: what a template is given, or where to go instead.

/** @typedef {{html: string} | {goTo: string}} Shown */
/** @typedef {{saved: Saved | null, found: boolean, query: URLSearchParams, name: string}} Visit */
/** @typedef {Visit & {saved: Saved}} OpenVisit */

const MOST_QUOTED = 3;
/** Addresses behind the # of the file. What is not here needs a server. @type {Record<string, string>} */
const ADDRESSES = {
  "web.start": "/",
  "web.begin": "/start",
  "web.question": "/questions/",
  "web.call_now": "/call-now",
  "web.check_answers": "/check-answers",
  "web.result": "/result",
  "web.gp_questions": "/gp-questions",
  "web.gp_sheet": "/gp-sheet",
  "web.hand_over": "/hand-over",
  "web.ask_to_clear": "/clear",
  "web.clear": "/clear",
  "web.cleared": "/cleared",
  "web.leaflet": "/leaflet",
  "web.how_it_works": "/how-it-works",
  "web.paper": "/paper",
  "web.privacy": "/privacy",
  "web.accessibility": "/accessibility",
};
/** Why somebody is back on the start page. @type {Record<string, string>} */
const NOTICES = {
  "no-answers":
    "We could not find your answers. They are kept in this tab only, for up to 24 hours. You can start again.",
  "no-code":
    "That code does not work, because it is cut off, older than 1 hour or from another version of the self-check.",
  "code-too-many":
    "This tab has another self-check open, so we did not open the code. Clear your answers, then scan it again.",
  unreadable:
    "We could not read your answers. They are kept for up to 24 hours. You can start again.",
};

/** @param {string} endpoint @param {Record<string, unknown>} [values] @returns {string | null} */
function urlFor(endpoint, { link_id: name = "", ...query } = {}) {
  const address = ADDRESSES[endpoint];
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const asked = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return address === undefined ? null : `#${address}${name}${given.length ? `?${asked}` : ""}`;
}

Object.assign(GLOBALS, {
  url_for: urlFor,
  static_url: (/** @type {string} */ name) =>
    name.endsWith(".css") ? "" : DATA.files[name] || "",
});

/** @param {string} template @param {Values} values */
function pageHtml(template, values) {
  return render(template, { ...DATA.shared, questionnaire: QUESTIONNAIRE, ...values });
}

/** @param {Visit} visit @param {string} template @param {Values} values @returns {Shown} */
function page(visit, template, values = {}) {
  return { html: pageHtml(template, { journey: visit.saved ? "open" : null, ...values }) };
}

/** @param {string} endpoint @param {Record<string, unknown>} [values] @returns {{goTo: string}} */
function goTo(endpoint, values) {
  return { goTo: urlFor(endpoint, values) || "#/" };
}

// --- where to go

/** @param {Item} item @param {boolean} change @param {boolean} [error] */
function questionUrl(item, change, error = false) {
  const values = { link_id: item.link_id, change: change ? "yes" : null, error: error ? "yes" : null };
  return urlFor("web.question", values) || "";
}

/** The page where somebody can go on. @param {Journey} journey @param {boolean} [change] */
function placeUrl(journey, change = false) {
  if (journey.ended_by) {
    return urlFor("web.result") || "";
  }
  return journey.open ? questionUrl(journey.open, change) : urlFor("web.check_answers") || "";
}

/** @param {Visit} visit */
function isChange(visit) {
  return visit.query.get("change") === "yes";
}

/** @param {Journey} journey @param {string} name @param {boolean} change */
function backUrl(journey, name, change) {
  if (change && (journey.ended_by || !journey.open)) {
    return placeUrl(journey);
  }
  const before = itemBefore(journey, name);
  return before ? questionUrl(before, change) : urlFor("web.start");
}

// --- cards, rows and findings

/** @param {Assessment} assessment @param {number} level */
function cardBlock(assessment, level) {
  const given = givenAt(assessment, level);
  const signs = (/** @type {boolean} */ reported) =>
    given.filter((s) => (s.status === "reported") === reported);
  const card = DATA.shared.cards[LEVELS[level].name];
  return given.length ? { card, reported: signs(true), unsure: signs(false) } : null;
}

/** @param {Item} item @param {Answers} answers */
function rowOf(item, answers) {
  const given = item.answer_option.filter((o) => (answers.get(item.link_id) || NOTHING).has(o.code));
  const labels = given.map((option) => option.label);
  return { question: item.short, answers: labels, change_url: questionUrl(item, true) };
}

/** @param {Answers} answers @param {Iterable<string>} names */
function rowsOf(answers, names) {
  const wanted = new Set(names);
  return QUESTIONNAIRE.items
    .filter((item) => wanted.has(item.link_id) && answers.has(item.link_id))
    .map((item) => rowOf(item, answers));
}

/** The questions whose answers give a sign: without it there is none, or it alone is enough. @param {Answers} answers @param {Sign} sign */
function givers(answers, sign) {
  const gives = (/** @type {[string, Set<string>][]} */ some) =>
    new Evaluation(new Map(some)).sign(sign) === true;
  return [...answers].filter(
    ([name, given]) =>
      sign.questions.includes(name) &&
      (gives([[name, given]]) || !gives([...answers].filter(([other]) => other !== name))),
  );
}

/** Every answered question on the path, under the titles of their sections. @param {Journey} journey */
function answeredRows(journey) {
  /** @type {[string, ReturnType<typeof rowOf>[]][]} */
  const groups = [];
  for (const item of journey.path.filter((one) => journey.answers.has(one.link_id))) {
    const [section] = QUESTIONNAIRE.sections.filter((s) => s.id === item.section);
    if (!groups.length || groups[groups.length - 1][0] !== section.title) {
      groups.push([section.title, []]);
    }
    groups[groups.length - 1][1].push(rowOf(item, journey.answers));
  }
  return groups;
}

/** What fits SI joint pain and what does not; nothing where no band is worked out. @param {Assessment} assessment */
function fitOf(assessment) {
  const { answers } = assessment.journey;
  const asked = assessment.features.filter(
    ({ feature }) => assessment.band && feature.questions.some((name) => answers.has(name)),
  );
  const said = (/** @type {typeof asked} */ findings) =>
    findings
      .map(({ feature, holds }) =>
        holds ? quotedOf(answers, feature) || feature.text : feature.text_if_not,
      )
      .filter(Boolean);
  const speaksFor = (/** @type {Feature} */ feature) => feature.item_weight > 0;
  const speaksAgainst = (/** @type {Feature} */ feature) => feature.item_weight < 0;
  return {
    fitted: said(asked.filter((f) => f.holds === speaksFor(f.feature))),
    not_fitted: said(asked.filter((f) => f.holds === speaksAgainst(f.feature))),
    unsure: asked.filter((f) => f.holds === null && speaksFor(f.feature)).map((f) => f.feature.text),
  };
}

/** The person's own answers that give a feature. @param {Answers} answers @param {Feature} feature */
function quotedOf(answers, feature) {
  if (feature.quotes === null) {
    return null;
  }
  const item = found(ITEMS, feature.quotes);
  const given = item.answer_option
    .filter((o) => feature.quoted.includes(o.code) && (answers.get(item.link_id) || NOTHING).has(o.code))
    .map((option) => option.label);
  return given.length ? `${item.short}: ${given.slice(0, MOST_QUOTED).join(", ")}.` : null;
}

// --- the time, as people write it

/** @param {Date} when */
function formatTime(when) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: DATA.time_zone,
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).formatToParts(when);
  const of = (/** @type {string} */ type) =>
    parts.filter((part) => part.type === type).map((part) => part.value)[0];
  const day = `${of("day")} ${of("month")} ${of("year")}`;
  return `${day} at ${of("hour")}:${of("minute")} ${of("timeZoneName")}`;
}

function printedNow() {
  return formatTime(new Date());
}

// --- what can be wrong with an answer

/** @param {Item} item @param {Set<string>} chosen */
function faultOfAnswer(item, chosen) {
  if (!chosen.size) {
    return item.error;
  }
  const alone = item.answer_option
    .filter((option) => option.exclusive && chosen.has(option.code))
    .map((option) => `“${option.text}”`);
  if (!alone.length || chosen.size === 1) {
    return null;
  }
  return alone.length > 1
    ? `Select only 1 of ${alone.join(" and ")}`
    : `Select the answers that apply, or ${alone[0]}, not both`;
}

/** @param {ReturnType<typeof offer>} offered @param {Choice} choice */
function faultOfChoice(offered, choice) {
  const asked = offered.questions.filter((one) => choice.asks(one.question)).length;
  if (!asked) {
    return "Select at least 1 question to ask";
  }
  if (choice.first.size > MOST_FIRST) {
    return `Select ${MOST_FIRST} or fewer that matter most to you`;
  }
  return asked > offered.room
    ? `Select ${offered.room} questions or fewer, so that they fit on your sheet`
    : null;
}

// --- the pages that are the same for everybody

/** @param {Visit} visit */
function startPage(visit) {
  const why = visit.query.get("notice") || "";
  const notice = has(NOTICES, why) ? NOTICES[why] : null;
  return page(visit, "start.html", { notice, minutes: DATA.minutes });
}

const ABOUT = ["leaflet", "how-it-works", "paper", "privacy", "accessibility"];

/** @param {Visit} visit */
function aboutPage(visit) {
  return page(visit, `${visit.name.replace(/-/g, "_")}.html`, DATA.about);
}

/** @param {Visit} visit */
function clearedPage(visit) {
  return visit.saved ? { goTo: placeUrl(follow(visit.saved.answers)) } : page(visit, "cleared.html");
}

// --- the pages of an open self-check

/** @param {OpenVisit} visit @returns {Shown} */
function questionPage(visit) {
  const { saved, name } = visit;
  const journey = follow(saved.answers);
  if (!mayVisit(journey, name)) {
    return { goTo: placeUrl(journey, isChange(visit)) };
  }
  const items = pageOf(journey, name);
  const selected = new Map(items.map((i) => [i.link_id, saved.answers.get(i.link_id) || NOTHING]));
  /** @type {Map<string, string>} */
  const faults = new Map();
  const { attempt } = saved;
  if (visit.query.has("error") && attempt && selected.has(attempt.link_id)) {
    selected.set(attempt.link_id, attempt.chosen);
    for (const item of items) {
      const fault = faultOfAnswer(item, selected.get(item.link_id) || NOTHING);
      if (fault) {
        faults.set(item.link_id, fault);
      }
    }
  }
  const asked = items.map((item) => ({
    name: fieldName(item, name),
    item,
    selected: selected.get(item.link_id) || NOTHING,
    options: optionsOf(saved.answers, item),
    regions: regionsOf(journey, item),
    error: faults.get(item.link_id) || null,
  }));
  const sections = QUESTIONNAIRE.sections.map((section) => section.id);
  return page(visit, "question.html", {
    asked,
    errors: asked.flatMap((one) =>
      one.error ? [[one.error, `${one.name}-${one.options[0].code}`]] : [],
    ),
    notice: null,
    part: { number: sections.indexOf(items[0].section) + 1, of: sections.length },
    heading: items.length > 1 ? items[0].page : items[0].text,
    back_url: backUrl(journey, name, isChange(visit)),
  });
}

/** @param {Item} item @param {string} name */
function fieldName(item, name) {
  return item.link_id === name ? "answer" : `answer-${item.link_id}`;
}

/** The regions that can be chosen on a picture. @param {Journey} journey @param {Item} item */
function regionsOf(journey, item) {
  const site = siteOf(journey, item);
  const regions = Object.keys(item.option_by_region);
  return site.picture === item.picture ? regions.filter((region) => site.regions.includes(region)) : regions;
}

/** The answers that a page offers. @param {Answers} answers @param {Item} item */
function optionsOf(answers, item) {
  const first = answers.get(item.asks_again || item.asks_which || "") || NOTHING;
  return item.answer_option.filter((option) => {
    if (item.asks_which) {
      const own = item.none_codes.has(option.code) || option === item.not_sure;
      return own || first.has(option.code);
    }
    return !(item.asks_again && first.has(option.code));
  });
}

/** @param {OpenVisit} visit @returns {Shown} */
function callNowPage(visit) {
  const assessment = assess(visit.saved.answers);
  const { journey } = assessment;
  const nextUrl = placeUrl(journey, isChange(visit));
  const block = cardBlock(assessment, MATERNITY);
  if (journey.ended_by || !block) {
    return { goTo: nextUrl };
  }
  const more = journey.open !== null;
  return page(visit, "call_now.html", { block, next_url: nextUrl, more, printed: printedNow() });
}

/** @param {OpenVisit} visit @returns {Shown} */
function checkAnswersPage(visit) {
  const journey = follow(visit.saved.answers);
  if (journey.ended_by || journey.open) {
    return { goTo: placeUrl(journey) };
  }
  return page(visit, "check_answers.html", { sections: answeredRows(journey) });
}

/** @param {OpenVisit} visit @returns {Shown} */
function resultPage(visit) {
  const assessment = assess(visit.saved.answers);
  const { outcome, journey } = assessment;
  if (!outcome) {
    return { goTo: placeUrl(journey) };
  }
  const shown = { assessment, outcome, printed: printedNow(), one_page: null };
  if (assessment.level === EMERGENCY) {
    const signs = givenAt(assessment, EMERGENCY).map((finding) => finding.sign);
    const gave = signs.flatMap((sign) => givers(journey.answers, sign).map(([name]) => name));
    const corrections = rowsOf(journey.answers, gave);
    const block = cardBlock(assessment, EMERGENCY);
    return page(visit, "emergency.html", { ...shown, block, corrections });
  }
  if (outcome.ends_journey) {
    const corrections = rowsOf(journey.answers, outcome.questions);
    return page(visit, "stopped.html", { ...shown, corrections });
  }
  const told = QUESTIONNAIRE.sheet.rows.flatMap((row) => row.questions);
  return page(visit, "result.html", {
    ...shown,
    card_blocks: [MATERNITY, URGENT].flatMap((level) => cardBlock(assessment, level) || []),
    main_pain: siteOf(journey),
    told: assessment.band ? [] : rowsOf(journey.answers, told),
    fit: fitOf(assessment),
    leaflet: DATA.leaflet,
  });
}

/** Where somebody goes who has no sheet; null for who has. @param {Assessment} assessment @returns {Shown | null} */
function withoutSheet(assessment) {
  if (!assessment.outcome) {
    return { goTo: placeUrl(assessment.journey) };
  }
  return assessment.outcome.sheet_title ? null : goTo("web.result");
}

/** @param {OpenVisit} visit @returns {Shown} */
function gpQuestionsPage(visit) {
  const assessment = assess(visit.saved.answers);
  const offered = offer(assessment);
  const elsewhere = withoutSheet(assessment);
  if (elsewhere || !offered.questions.length) {
    return elsewhere || goTo("web.gp_sheet");
  }
  const { choice } = visit.saved;
  const error = visit.query.has("error") && choice ? faultOfChoice(offered, choice) : null;
  return page(visit, "gp_questions.html", {
    offered: offered.questions,
    choice: error ? choice : asChoice(offered, select(assessment, choice)),
    because: becauseText,
    always: assessment.gp_questions
      .filter((asked) => asked.question.keep_always)
      .map((asked) => asked.question.text),
    room: offered.room,
    most_first: MOST_FIRST,
    error,
  });
}

/** @param {OpenVisit} visit @returns {Shown} */
function gpSheetPage(visit) {
  const assessment = assess(visit.saved.answers);
  const elsewhere = withoutSheet(assessment);
  if (elsewhere) {
    return elsewhere;
  }
  const sheet = makeSheet(assessment, visit.saved.choice);
  const made = `Made on ${printedNow()}.`;
  const large = visit.query.get("size") === "large";
  return page(visit, "gp_sheet.html", {
    sheet,
    room: roomOf(sheet, large),
    made,
    large,
    text: sheetText(sheet, made, DATA.shared.approved ? null : DRAFT_NOTICE),
    leaflet: DATA.leaflet,
    notice: null,
    hand_over: placeOfFile() !== null,
  });
}

/** Where another device finds this file; null where it cannot, or where the address has no room. */
function placeOfFile() {
  const place = typeof location === "undefined" ? "" : location.href.split("#")[0];
  return place.startsWith("http") && place.length < LONGEST_PLACE ? place : null;
}

/** @param {OpenVisit} visit @returns {Shown} */
function handOverPage(visit) {
  const assessment = assess(visit.saved.answers);
  const elsewhere = withoutSheet(assessment);
  const place = placeOfFile();
  if (elsewhere || !place) {
    return elsewhere || goTo("web.gp_sheet");
  }
  const letters = packed(visit.saved, Date.now());
  const code = visit.query.has("show") ? qrDrawing(`${place}${HANDED_OVER}${letters}`) : null;
  return page(visit, "hand_over.html", { code });
}

/** @param {OpenVisit} visit @returns {Shown} */
function askToClearPage(visit) {
  return page(visit, "clear.html", { back_url: placeUrl(follow(visit.saved.answers)) });
}

/** @type {Record<string, (visit: OpenVisit) => Shown>} */
const PAGES_WITH_ANSWERS = {
  questions: questionPage,
  "call-now": callNowPage,
  "check-answers": checkAnswersPage,
  result: resultPage,
  "gp-questions": gpQuestionsPage,
  "gp-sheet": gpSheetPage,
  "hand-over": handOverPage,
  clear: askToClearPage,
};

/** What an address shows. @param {string} address @param {{saved: Saved | null, found: boolean}} who @returns {Shown} */
function shownAt(address, who) {
  const [path, query = ""] = address.replace(/^#/, "").split("?");
  const [, kind = "", name = ""] = path.split("/");
  const visit = { ...who, query: new URLSearchParams(query), name: name || kind };
  if (kind === "cleared") {
    return clearedPage(visit);
  }
  if (ABOUT.includes(kind) && (kind !== "leaflet" || QUESTIONNAIRE.leaflet)) {
    return aboutPage(visit);
  }
  const withAnswers = has(PAGES_WITH_ANSWERS, kind) ? PAGES_WITH_ANSWERS[kind] : null;
  if (!withAnswers) {
    return startPage(visit);
  }
  if (!who.saved) {
    return goTo("web.start", { notice: who.found ? "unreadable" : "no-answers" });
  }
  return withAnswers({ ...visit, saved: who.saved });
}

// --- what a button does

/** @typedef {{saved: Saved | null, goTo: string}} Taken */

/** What comes of a form that was sent. @param {string} address @param {Saved | null} saved @param {FormData} sent @param {number} now @returns {Taken} */
function taken(address, saved, sent, now) {
  const [path, query = ""] = address.replace(/^#/, "").split("?");
  const [, kind = "", name = ""] = path.split("/");
  if (kind === "start") {
    return { saved: new Saved(now), goTo: questionUrl(QUESTIONNAIRE.items[0], false) };
  }
  if (kind === "clear") {
    return { saved: null, ...goTo("web.cleared") };
  }
  if (!saved) {
    return { saved, ...goTo("web.start", { notice: "no-answers" }) };
  }
  if (kind === "hand-over") {
    return { saved, ...goTo("web.hand_over", { show: "yes" }) };
  }
  if (kind === "gp-questions") {
    return takenChoice(saved, sent);
  }
  return takenAnswers(saved, name, sent, new URLSearchParams(query).get("change") === "yes");
}

/** @param {Saved} saved @param {string} name @param {FormData} sent @param {boolean} change @returns {Taken} */
function takenAnswers(saved, name, sent, change) {
  const journey = follow(saved.answers);
  if (!mayVisit(journey, name)) {
    return { saved, goTo: placeUrl(journey, change) };
  }
  const items = pageOf(journey, name);
  const chosen = items.map((item) => {
    const codes = sent.getAll(fieldName(item, name)).map(String);
    return { item, codes: codes.length ? new Set(codes) : item.answer_if_empty };
  });
  const slip = chosen.find(({ item, codes }) => faultOfAnswer(item, codes));
  const right = chosen.filter(({ item, codes }) => !faultOfAnswer(item, codes));
  const answered = saved.withAnswers(
    new Map(right.map(({ item, codes }) => [item.link_id, codes])),
  );
  const next = slip ? answered.withAttempt(slip.item.link_id, slip.codes) : answered;
  return { saved: next, goTo: nextUrl(items, name, next, change) };
}

/** Where an answer leads: to help first, then to what is left to ask. @param {Item[]} items @param {string} name @param {Saved} saved @param {boolean} change */
function nextUrl(items, name, saved, change) {
  const journey = follow(saved.answers);
  if (journey.ended_by) {
    return urlFor("web.result") || "";
  }
  if (saved.attempt) {
    return questionUrl(found(ITEMS, name), change, true);
  }
  if (items.some((item) => callsAtOnce(journey, item.link_id))) {
    return urlFor("web.call_now", { change: change ? "yes" : null }) || "";
  }
  const after = change ? journey.open : itemAfter(journey, name);
  return after ? questionUrl(after, change) : placeUrl(journey);
}

/** @param {Saved} saved @param {FormData} sent @returns {Taken} */
function takenChoice(saved, sent) {
  const assessment = assess(saved.answers);
  const offered = offer(assessment);
  const elsewhere = withoutSheet(assessment);
  if (elsewhere && "goTo" in elsewhere) {
    return { saved, goTo: elsewhere.goTo };
  }
  const ids = offered.questions.map((asked) => asked.question.id);
  const first = ids.filter((id) => sent.getAll("first").includes(id));
  const dropped = ids.filter((id) => !sent.getAll("asked").includes(id) && !first.includes(id));
  const choice = new Choice(dropped, first);
  const next = faultOfChoice(offered, choice)
    ? goTo("web.gp_questions", { error: "yes" })
    : goTo("web.gp_sheet");
  return { saved: saved.withChoice(choice), ...next };
}
