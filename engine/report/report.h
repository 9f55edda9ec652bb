// A report: what leaves the desk. Data, worded in one language; the renderers only set it.
//
//   Dossiers (model/dossier.h) ─ compose ─► Report ─► text.h      terminal
//                                                  ├► markup.h    HTML, Markdown
//                                                  (templates/*.mustache) ├► report_json.h,
//                                                  report_csv.h └► brief.h     five lines for a
//                                                  messaging app
//
// Texts are ready to print but for what a format must escape; those from outside stand between
// U+2068 and U+2069 (speech.h). A Figure is a number as computed and as printed, so that every
// format shows the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/model/dossier.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"
#include "engine/score/scorecard.h"

namespace signpost::report {

struct Figure {
  double value = 0;
  std::string text;
};

/// A line of the account. The printed column of `today` adds up to the last decimal.
struct LedgerRow {
  enum class Kind : std::uint8_t {
    kOpening,
    kJudgement,
    kPeriod,  // what a month of a countable forecast brought
    kEvent,
    kFurther,  // the events that are not listed one by one, together
    kSilence,
    kRounding,  // what the rounded lines miss the rounded closing balance by
    kClosing,
  };
  Kind kind = Kind::kEvent;
  std::string label;   // the event's text, the indicator's title, or the account's name
  std::string under;   // of an event: the indicator's title, or that none foresaw it
  std::string when;    // of an event
  std::string grade;   // of its most credible item
  std::string source;  // of its most credible item, and how many origins more
  std::string url;     // http or https, else empty
  std::string note;    // a total's count, "285, of which 54 …"; how long a silence was watched
  std::vector<ItemId> items;
  std::string event;      // its key
  std::string indicator;  // id
  std::optional<Figure> credibility;
  std::optional<Figure> arrived;  // dB
  Figure today;                   // dB
  std::optional<Figure> without;  // P
  double bar = 0;  // today, as a share of the largest line of the account: −1 … 1
};

constexpr auto words_of(LedgerRow::Kind) {
  return words<LedgerRow::Kind>({{LedgerRow::Kind::kOpening, "opening"},
                                 {LedgerRow::Kind::kJudgement, "judgement"},
                                 {LedgerRow::Kind::kPeriod, "period"},
                                 {LedgerRow::Kind::kEvent, "event"},
                                 {LedgerRow::Kind::kFurther, "further"},
                                 {LedgerRow::Kind::kSilence, "silence"},
                                 {LedgerRow::Kind::kRounding, "rounding"},
                                 {LedgerRow::Kind::kClosing, "closing"}});
}

struct NotCountedRow {
  std::string label;
  std::string reason;
  std::vector<ItemId> items;
};

struct IndicatorRow {
  std::string id;
  std::string title;
  std::string observable;
  std::string watched;    // "all of it", "half of it", "nobody looks"
  std::string last_seen;  // a day, or that it never was
  std::string seen;       // "3 items in 30 days, 12 in all"
  std::string if_true;    // rates
  std::string if_false;
  std::string ratio;
  std::string misfit;    // empty where its rates fit
  bool counter = false;  // seen, it speaks against
  bool uncovered = false;
  bool stale = false;
};

struct WatchRow {
  std::string id;
  std::string title;
  Figure bits;
  Figure bits_if_covered;
  Figure if_seen;    // P
  Figure if_silent;  // P
  std::string note;  // that nobody covers it, that it has gone stale
  bool uncovered = false;
  bool stale = false;
};

struct MovementRow {
  std::optional<Movement::Kind> kind;  // nothing: what the rounded rows miss the rounded change by
  std::string label;
  std::vector<ItemId> items;
  Figure points;  // percentage points, whole; the rows sum to the change as printed
  Figure change;  // dB
};

struct MovementText {
  Instant from;
  std::string since;      // "since 1 June 2022"
  std::string paragraph;  // what moved and why
  Figure before;          // P
  Figure after;
  Figure points;                  // percentage points; as printed between the two as printed
  std::int64_t whole_points = 0;  // those, for the word that stands beside them
  Figure change;                  // dB; the rows sum to it
  bool word_changed = false;
  std::vector<MovementRow> rows;
};

/// An event that counts, where it stands in time; or a revision of the definition.
struct ChartMark {
  Instant at;
  std::string label;       // "24 Jan 2022: the event (B2, +4.10 dB)"
  Figure today;            // dB
  double probability = 0;  // of the line there
  bool revision = false;   // no event: the definition was revised
};

struct Chart {
  std::vector<BandPoint> points;
  std::vector<ChartMark> marks;
  std::string summary;  // for who cannot see it: from where to where, lowest, highest
  std::string caption;  // with what knowledge it was drawn
  /// Where it stood when the movement begins with what was known then, if that is not the line.
  struct Believed {
    Instant at;
    Probability probability;
    std::string label;  // both figures, in a sentence
  };
  std::optional<Believed> believed;
};

/// What a countable forecast and its judged sibling said, month by month.
struct BesideText {
  struct Row {
    std::string as_of;  // a day
    std::string counted;
    std::string judged;
    std::string at_horizon;  // empty where what is judged asks of no horizon to come
  };
  std::string title;    // of the sibling
  std::string settled;  // a sentence; empty while it is open
  bool asks_of_horizon = false;
  std::vector<Row> rows;
};

struct CountText {
  std::vector<std::string> said;  // how far it has come and what is foretold, a sentence each
  CountStanding standing;
  std::optional<CountForecast> forecast;  // nothing: there is no history yet
  std::vector<BesideText> beside;
  Assessment assessment;             // for JSON, with its ledger
  std::vector<JudgedBeside> judged;  // for JSON
};

struct LinchpinText {
  std::string sentence;  // "Without A and B it would be unlikely (31 %)."
  std::vector<std::string> names;
  Figure without;  // P
  bool exact = true;
};

struct AssumptionText {
  std::string text;
  std::string doubt;  // empty, or since when and by what
};

struct ScenarioReport {
  std::string id;
  Role role_key = Role::kEffect;
  std::string role;
  std::string title;
  std::string forecast;     // in its own words
  std::string translation;  // in the report's language, where that is another
  std::string publication;  // title, publisher, date; empty where it has none
  std::string wording;      // how sure the publication sounds
  std::string state;        // empty while it is open, and not retired
  std::string retired;      // "retired on 30 June 2022"; empty where it is not
  std::optional<Instant> retired_at;
  ScenarioState state_key = ScenarioState::kOpen;
  std::optional<Resolution> resolution;
  Figure probability;
  Figure log_odds;  // dB
  std::string word;
  std::string word_key;
  std::string at_horizon;  // "at the horizon, 28 January 2023: 21 %"; empty of none ahead
  std::optional<Probability> probability_at_horizon;
  std::string happened;  // "came true on …", or that it is said to have; else empty
  std::optional<CameTrue> came_true;
  std::vector<std::string> remarks;  // what must be said beside the figure
  Figure low;
  Figure high;
  std::string interval;     // "41–55 %"
  std::string cannot_tell;  // empty, or that the rates cannot tell
  Figure prior;
  std::string prior_because;
  Figure base_rate;
  Confidence confidence_key = Confidence::kLow;
  std::string confidence;  // a sentence of its own, never with the likelihood
  Grounds grounds;
  std::string fragility;  // for the headline: "rests on one source: SOHR"; may be empty
  std::optional<LinchpinText> events;
  std::optional<LinchpinText> sources;
  std::optional<MovementText> movement;
  Chart chart;
  std::optional<CountText> count;  // of a countable forecast
  std::vector<LedgerRow> ledger;
  std::vector<NotCountedRow> not_counted;
  std::vector<IndicatorRow> indicators;
  std::vector<WatchRow> watch;
  std::vector<AssumptionText> assumptions;
  std::vector<std::string> covers;  // what is declared, a sentence each
  std::vector<std::string> advice;
  Instant opened_at;
  std::optional<Instant> horizon_at;
  std::string opened;   // days
  std::string horizon;  // empty where there is none
  std::string resolves_yes;
  std::string resolves_no;
  std::string resolves_open;
  int revision = 1;
  int evidence_count = 0;
  std::string evidence;  // "14 items, the latest of 28 Jan 2022"
};

/// A page of its own on how the forecasts fared.
struct TrackRecordText {
  Page summary;
  std::optional<Page> calibration;  // once there are enough
  std::optional<score::Calibration> diagram;
  std::string diagram_in_words;
  Page each;  // the scores of each scenario
};

struct Report {
  Language language = Language::kEnglish;
  Digits digits = Digits::kLatin;
  std::string title;
  std::vector<std::string> publications;  // what it reports on
  Moment moment;
  bool hindsight = false;
  int not_known_then = 0;
  int not_available = 0;
  std::string reading;  // as of when, as known when
  std::string none;     // why there are no scenarios; empty where there are
  Instant since_at;
  std::string since;               // "since 1 June 2022"
  std::vector<std::string> fared;  // how the last ones fared: a line each; empty: none is settled
  std::string score;               // of these, the running score in one line
  std::optional<TrackRecordText> track_record;
  std::vector<std::string> moved;  // paragraphs of those that moved much, the furthest first; then
                                   // of the others how many
  std::vector<std::string> due;    // a line each: past their horizon, or soon to be
  std::string rehearsal;           // that it is out of a rehearsal; empty where it is not
  std::string withheld;            // in a public report: how many items are not shown
  std::vector<ScenarioReport> scenarios;  // by role: motives, effects, conclusions, hypotheses
  std::vector<std::string> foot;          // words, interval, confidence, decibans: what they mean
};

struct ReportChoices {
  Language language = Language::kEnglish;
  Digits digits = Digits::kLatin;
  bool share_all = true;         // false: items marked `share = false` are not shown
  std::size_t most_events = 60;  // listed one by one; the others together
};

/// Words the dossiers. Pure: the same dossiers, the same report.
Report compose(const Dossiers& dossiers, const ReportChoices& choices,
               const std::optional<score::TrackRecord>& record = std::nullopt);

}  // namespace signpost::report
