// What stands before the script in the file, written there by the export.

declare const DATA: {
  questionnaire: Questionnaire;
  shared: { cards: Record<string, object>; approved: boolean };
  minutes: [number, number];
  about: Record<string, object>;
  leaflet: object | null;
  files: Record<string, string>;
  time_zone: string;
  last_day: string;
};
declare const TEMPLATES: Record<string, Template>;
/** `static/main.js`, once for each page that is shown. */
declare function enhance(): void;
