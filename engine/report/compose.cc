#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/threads.h"
#include "engine/model/words.h"
#include "engine/report/calibration.h"
#include "engine/report/count.h"
#include "engine/report/remarks.h"
#include "engine/report/report.h"
#include "engine/report/scorecard.h"

namespace signpost::report {
namespace {

constexpr double kCannotTell = 0.8;          // width of an interval that says nothing
constexpr double kMovedMuch = 3;             // percentage points
constexpr double kRestsOn = 0.1;             // of P: a source that moves it so far carries it
constexpr double kApart = 0.03;              // of P: two readings of one day that are told apart
constexpr Days kSoon{30};                    // a horizon that close is told of
constexpr std::size_t kPartsTold = 3;        // of a movement, one by one; the rest together
constexpr std::size_t kMarks = 200;          // on a chart
constexpr std::size_t kLabelInProse = 90;    // columns of an event's text within a sentence
constexpr std::size_t kNamesInSentence = 3;  // of a linchpin's events

double decibans_of(std::int64_t hundredths) { return static_cast<double>(hundredths) / 100.0; }

bool is_safe_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

/// A number that came down or went up: two messages, since verbs agree.
std::string up_or_down(std::string_view key, std::int64_t hundredths) {
  return fmt::format("{}.{}", key, hundredths < 0 ? "down" : "up");
}

class ScenarioComposer {
 public:
  ScenarioComposer(const Dossiers& all, const Dossier& dossier, const ReportChoices& choices,
                   const Speech& speech)
      : all_(all),
        dossier_(dossier),
        choices_(choices),
        speech_(speech),
        standing_(dossier.explanation.standing),
        scenario_(standing_.scenario),
        assessment_(standing_.assessment),
        ledger_(*assessment_.ledger) {}

  ScenarioReport report() {
    head();
    judgement();
    linchpins();
    if (dossier_.movement) report_.movement = movement(*dossier_.movement);
    chart();
    account();
    not_counted();
    indicators();
    watch();
    terms();
    return std::move(report_);
  }

  /// Items that a public report does not show.
  [[nodiscard]] const std::set<ItemId>& withheld() const { return withheld_; }

 private:
  // --- Figures -----------------------------------------------------------------------------------

  [[nodiscard]] Figure percent(Probability probability) const {
    return {probability.value(), speech_.percent(probability)};
  }
  [[nodiscard]] Figure percent_exact(Probability probability) const {
    return {probability.value(), speech_.percent_exact(probability)};
  }
  [[nodiscard]] Figure points(int whole) const {
    return {static_cast<double>(whole), speech_.points(whole)};
  }
  [[nodiscard]] Figure weight(LogOdds change) const {
    return {change.decibans(), speech_.decibans(change)};
  }
  [[nodiscard]] Figure weight(std::int64_t in_hundredths) const {
    return {decibans_of(in_hundredths), speech_.decibans(in_hundredths)};
  }

  // --- Items and events --------------------------------------------------------------------------

  [[nodiscard]] const ItemLine* line(ItemId item) const {
    for (const auto* items : {&dossier_.explanation.items, &dossier_.gone}) {
      if (const auto found = items->find(item); found != items->end()) return &found->second;
    }
    return nullptr;
  }

  /// Of the items of an event the most credible that may be shown, else the first.
  const ItemLine* spokesman(const std::vector<ItemId>& items) {
    const ItemLine* best = nullptr;
    const auto rank = [&](const ItemLine& item) {
      return std::pair(is_shown(item), item.credibility.value_or(Probability(0)));
    };
    for (const ItemId id : items) {
      const ItemLine* item = line(id);
      if (item != nullptr && (best == nullptr || rank(*item) > rank(*best))) best = item;
    }
    return best;
  }

  bool is_shown(const ItemLine& item) {
    if (choices_.share_all || item.content.share) return true;
    withheld_.insert(item.item);
    return false;
  }

  std::string text_of(const ItemLine* item, std::size_t columns) {
    if (item == nullptr || item->redacted) return speech_.say("item.redacted");
    if (!is_shown(*item)) return speech_.say("item.withheld");
    const Bilingual texts = texts_of(item->content);
    if (columns == 0) return speech_.prose(texts);
    return quoted(cut_to_width(in(speech_.language(), texts), columns));
  }

  [[nodiscard]] std::string indicator_title(const std::string& id) const {
    const auto found = dossier_.explanation.indicators.find(id);
    return found == dossier_.explanation.indicators.end() ? quoted(id)
                                                          : speech_.text(found->second.title);
  }

  [[nodiscard]] std::string source_title(const std::string& id) const {
    if (const auto found = all_.sources.find(id); found != all_.sources.end()) {
      return speech_.text(found->second.title);
    }
    // One that is not registered goes by its name as it was written.
    for (const auto& [number, item] : dossier_.explanation.items) {
      if (folded(item.content.source) == id) return quoted(item.content.source);
    }
    return quoted(id);
  }

  [[nodiscard]] std::string when(const LedgerEvent& event) const {
    return event.until ? speech_.days(event.occurred, *event.until)
                       : speech_.day(event.occurred, event.occurred_as);
  }

  // --- Parts -------------------------------------------------------------------------------------

  void head() {
    report_.id = scenario_.id;
    report_.role_key = scenario_.role;
    report_.role = speech_.say(fmt::format("role.{}", to_string(scenario_.role)));
    report_.title = speech_.text(scenario_.title);
    const auto found = all_.publications.find(scenario_.publication);
    std::string own = "en";
    if (found != all_.publications.end()) {
      const Publication& publication = found->second;
      own = publication.language;
      report_.publication = publication.published
                                ? speech_.say("publication.dated",
                                              {{"title", speech_.text(publication.title)},
                                               {"publisher", speech_.text(publication.publisher)},
                                               {"day", speech_.day(*publication.published)}})
                                : speech_.say("publication.undated",
                                              {{"title", speech_.text(publication.title)},
                                               {"publisher", speech_.text(publication.publisher)}});
    }
    const Bilingual& forecast = scenario_.forecast;
    const bool arabic = speech_.language() == Language::kArabic;
    const std::string& in_its_words = own == "ar" ? forecast.ar : forecast.en;
    const std::string& in_ours = arabic ? forecast.ar : forecast.en;
    if (const std::string& words = in_its_words.empty() ? forecast.any() : in_its_words;
        !words.empty()) {
      report_.forecast = quoted(words);
      if (!in_ours.empty() && in_ours != words) report_.translation = quoted(in_ours);
    }
    if (!scenario_.wording.any().empty()) report_.wording = speech_.text(scenario_.wording);
    report_.state_key = assessment_.state;
    if (assessment_.state != ScenarioState::kOpen) {
      report_.state = standing_.resolution
                          ? settled_in_words(*standing_.resolution, speech_)
                          : speech_.say(fmt::format("state.{}", to_string(assessment_.state)));
    }
    if (standing_.retired) {
      report_.retired_at = standing_.retired->on;
      report_.retired = speech_.say("state.retired", {{"day", speech_.day(standing_.retired->on)}});
      report_.state =
          report_.state.empty()
              ? report_.retired
              : speech_.say("list.next", {{"list", report_.state}, {"next", report_.retired}});
    }
    report_.opened_at = scenario_.opened;
    report_.horizon_at = scenario_.horizon;
    report_.opened = speech_.day(scenario_.opened);
    if (scenario_.horizon) report_.horizon = speech_.day(*scenario_.horizon);
    report_.revision = assessment_.revision;
    report_.evidence_count = standing_.evidence_count;
    report_.evidence = assessment_.count && !assessment_.no_history
                           ? speech_.say("status.counted",
                                         {{"count", count_in_short(*assessment_.count, speech_)}})
                           : speech_.say("evidence.count", {{"n", standing_.evidence_count}});
    if (standing_.latest) {
      report_.evidence = speech_.say("evidence.latest",
                                     {{"count", report_.evidence},
                                      {"day", speech_.day(standing_.latest->content.occurred,
                                                          standing_.latest->content.occurred_as)}});
    }
  }

  void count() {
    if (!assessment_.count) return;
    report_.count.emplace();
    report_.count->said = count_in_words(assessment_, dossier_.explanation.count, speech_);
    report_.count->standing = *assessment_.count;
    report_.count->forecast = dossier_.explanation.count;
    report_.count->assessment = assessment_;
    report_.count->judged = dossier_.explanation.beside;
    report_.count->beside = beside_in_words(report_.count->judged, speech_);
  }

  /// In place of a judgement, where there is none yet.
  void no_history() {
    const Figure none{std::numeric_limits<double>::quiet_NaN(), "–"};
    report_.probability = report_.log_odds = report_.low = report_.high = none;
    report_.prior = report_.base_rate = none;
    report_.word = speech_.say("count.none");
    report_.interval = "–";
  }

  void judgement() {
    count();
    if (assessment_.no_history) {
      no_history();
      return;
    }
    report_.probability = percent(assessment_.probability);
    report_.log_odds = weight(assessment_.log_odds);
    report_.word = speech_.word(assessment_.probability);
    report_.word_key = icd203_word(assessment_.probability).key;
    report_.low = percent(dossier_.interval.low);
    report_.high = percent(dossier_.interval.high);
    report_.interval = speech_.interval(dossier_.interval);
    if (dossier_.interval.width() > kCannotTell) {
      const bool unjudged = std::any_of(ledger_.not_counted.begin(), ledger_.not_counted.end(),
                                        [](const NotCounted& entry) {
                                          return entry.reason == NotCountedReason::kCannotBeJudged;
                                        });
      report_.cannot_tell = speech_.say(unjudged ? "interval.not-judged" : "interval.cannot-tell",
                                        {{"interval", report_.interval}});
    }
    // A countable forecast starts where its count says.
    report_.prior = percent(ledger_.count ? Probability::from(ledger_.opening) : scenario_.prior);
    report_.prior_because = speech_.prose(scenario_.prior_because);
    report_.base_rate = ledger_.count ? report_.prior : percent(base_rate_of(scenario_));
    report_.at_horizon = at_horizon(standing_, speech_);
    report_.probability_at_horizon = assessment_.at_horizon;
    if (standing_.happened) report_.happened = happened(*standing_.happened);
    report_.came_true = assessment_.came_true;
    report_.remarks = remarks(standing_, speech_);
    if (standing_.resolution) {
      report_.remarks.insert(
          report_.remarks.begin(),
          as_sentence(speech_.say("settled.reason",
                                  {{"because", speech_.prose(standing_.resolution->because)}})));
      report_.resolution = standing_.resolution;
    }
    report_.grounds = dossier_.grounds;
    report_.confidence_key = confidence(dossier_.grounds);
    report_.confidence = speech_.say(
        "confidence.sentence",
        {{"level", speech_.say(fmt::format("confidence.{}", to_string(report_.confidence_key)))},
         {"width", std::llround(100 * dossier_.grounds.width)},
         {"origins", dossier_.grounds.origins},
         {"points", std::llround(100 * std::max(dossier_.grounds.without_strongest,
                                                dossier_.grounds.without_source))}});
  }

  std::string happened(const Standing::Happened& happened) {
    std::vector<std::string> sources;
    for (const ItemLine& item : happened.items) {
      if (!is_shown(item)) sources = {speech_.say("source.withheld")};
    }
    if (sources.empty()) {
      sources = tellers(happened, speech_);
    }
    return happened_in_words(happened, sources, speech_);
  }

  void linchpins() {
    const auto sentence = [&](std::string_view key, const Linchpin& linchpin,
                              std::vector<std::string> names) {
      const auto number = static_cast<std::int64_t>(names.size());
      std::vector<std::string> told = names;
      if (told.size() > kNamesInSentence) {
        const auto more = static_cast<std::int64_t>(told.size() - kNamesInSentence);
        told.resize(kNamesInSentence);
        told.push_back(speech_.say("linchpin.more", {{"n", more}}));
      }
      LinchpinText text;
      text.sentence = speech_.say(key, {{"n", number},
                                        {"names", speech_.list(told)},
                                        {"word", speech_.word(linchpin.without)},
                                        {"probability", speech_.percent(linchpin.without)}});
      if (!linchpin.exact) text.sentence += " " + speech_.say("linchpin.greedy");
      text.names = std::move(names);
      text.without = percent(linchpin.without);
      text.exact = linchpin.exact;
      return text;
    };
    if (dossier_.events) {
      std::vector<std::string> names;
      for (const std::size_t place : dossier_.events->events) {
        const LedgerEvent& event = ledger_.evidence[place];
        names.push_back(speech_.say(
            "linchpin.event",
            {{"event", text_of(spokesman(event.items), kLabelInProse)}, {"day", when(event)}}));
      }
      report_.events = sentence("linchpin.events", *dossier_.events, std::move(names));
    }
    if (dossier_.sources) {
      std::vector<std::string> names;
      for (const std::string& source : dossier_.sources->sources) {
        names.push_back(is_named(source) ? source_title(source) : speech_.say("source.withheld"));
      }
      report_.sources = sentence("linchpin.sources", *dossier_.sources, std::move(names));
    }
    // The headline: what it takes least of to change the word.
    const auto size = [](const std::optional<LinchpinText>& text) {
      return text ? text->names.size() : std::size_t(-1);
    };
    if (rests_on_one_source()) {
      const std::string& source = dossier_.grounds.source;
      report_.fragility = speech_.say(
          "fragile.source",
          {{"source", is_named(source) ? source_title(source) : speech_.say("source.withheld")}});
    } else if (size(report_.events) == 1) {
      report_.fragility = speech_.say("fragile.event");
    } else if (const std::size_t least = std::min(size(report_.sources), size(report_.events));
               least <= kPartsTold) {
      report_.fragility =
          speech_.say(size(report_.sources) == least ? "fragile.sources" : "fragile.events",
                      {{"n", static_cast<std::int64_t>(least)}});
    } else if (ledger_.evidence.empty()) {
      report_.fragility =
          speech_.say(assessment_.count ? "fragile.counted" : "fragile.no-evidence");
    } else {
      report_.fragility = speech_.say("fragile.not");
    }
  }

  /// Striking it moves P by ten points or more, or across even.
  [[nodiscard]] bool rests_on_one_source() const {
    const Grounds& grounds = dossier_.grounds;
    if (grounds.source.empty()) return false;
    const bool across =
        (assessment_.probability.value() > 0.5) != (grounds.probability_without_source > 0.5);
    return across || grounds.without_source >= kRestsOn;
  }

  /// In a public report a source is named only if all its items here may be shown.
  bool is_named(const std::string& source) {
    if (choices_.share_all) return true;
    const auto found = all_.sources.find(source);
    return std::all_of(dossier_.explanation.items.begin(), dossier_.explanation.items.end(),
                       [&](const auto& entry) {
                         const Item& item = entry.second.content;
                         const bool is_its = folded(item.source) == source ||
                                             (found != all_.sources.end() &&
                                              is_name_of(found->second, item.source));
                         return item.share || !is_its;
                       });
  }

  static bool is_name_of(const Source& source, const std::string& written) {
    const std::string name = folded(written);
    return name == folded(source.id) || name == folded(source.title.en) ||
           name == folded(source.title.ar) ||
           std::any_of(source.aliases.begin(), source.aliases.end(),
                       [&](const std::string& alias) { return folded(alias) == name; });
  }

  MovementText movement(const Movement& moved) {
    using Kind = Movement::Kind;
    MovementText text;
    text.from = moved.from.as_of;
    text.since = speech_.say("moved.since", {{"day", speech_.moment(moved.from.as_of)}});
    text.before = percent(moved.before);
    text.after = percent(moved.after);
    text.word_changed = icd203_word(moved.before).key != icd203_word(moved.after).key;
    const std::int64_t total = hundredths(moved.change);
    text.change = weight(moved.change);
    std::vector<std::string> told;
    int rest = std::accumulate(moved.parts.begin(), moved.parts.end(), 0,
                               [](int sum, const auto& part) { return sum + part.points; });
    text.points = {100 * (moved.after.value() - moved.before.value()), speech_.points(rest)};
    text.whole_points = std::abs(rest);
    for (const Movement::Part& part : moved.parts) {
      const std::int64_t size = hundredths(part.change);
      MovementRow& row = text.rows.emplace_back();
      row.kind = part.kind;
      row.change = weight(part.change);
      std::string name;
      if (part.event) {
        row.items = part.event->items;
        name = speech_.say(
            "linchpin.event",
            {{"event", text_of(spokesman(row.items), kLabelInProse)}, {"day", when(*part.event)}});
      } else if (part.kind == Kind::kSilence) {
        name = indicator_title(part.indicator);
      } else if (part.kind == Kind::kCoverage) {
        // A reason may name networks or people: it is for the desk.
        name = part.because.empty() || !choices_.share_all
                   ? speech_.say("moved.coverage-name-only",
                                 {{"indicator", indicator_title(part.indicator)}})
                   : speech_.say("moved.coverage-name",
                                 {{"indicator", indicator_title(part.indicator)},
                                  {"because", quoted(part.because)}});
      }
      const std::string key = fmt::format("moved.{}", to_string(part.kind));
      row.label = speech_.say(key, {{"name", name}});
      row.points = points(part.points);
      if (size == 0 || told.size() == kPartsTold) continue;
      const bool down = part.points != 0 ? part.points < 0 : size < 0;
      told.push_back(speech_.say(up_or_down(key, down ? -1 : 1),
                                 {{"name", name}, {"n", std::abs(part.points)}}));
      rest -= part.points;
    }
    std::int64_t listed = 0;
    for (const Movement::Part& part : moved.parts) listed += hundredths(part.change);
    if (listed != total) {
      MovementRow& rounding = text.rows.emplace_back();
      rounding.label = speech_.say("ledger.rounding");
      rounding.change = weight(total - listed);
    }
    if (rest != 0) {
      told.push_back(speech_.say(up_or_down("moved.rest", rest), {{"n", std::abs(rest)}}));
    }
    const bool same = text.before.text == text.after.text;
    const std::string direction =
        told.empty()
            ? "moved.still"
            : (same ? "moved.stayed" : (moved.after > moved.before ? "moved.rose" : "moved.fell"));
    text.paragraph = speech_.say(direction, {{"title", report_.title},
                                             {"before", text.before.text},
                                             {"after", text.after.text},
                                             {"since", text.since},
                                             {"parts", speech_.list(told)}});
    return text;
  }

  void chart() {
    Chart& chart = report_.chart;
    chart.points = dossier_.history;
    if (chart.points.empty()) return;
    const auto at = [&](Instant instant) {
      const auto after = std::upper_bound(
          chart.points.begin(), chart.points.end(), instant,
          [](Instant sought, const BandPoint& point) { return sought < point.as_of; });
      return (after == chart.points.begin() ? chart.points.front() : *std::prev(after)).probability;
    };
    for (const LedgerEvent& event : ledger_.evidence) {
      if (chart.marks.size() == kMarks) break;
      ChartMark& mark = chart.marks.emplace_back();
      mark.at = event.until.value_or(event.occurred);
      mark.label =
          speech_.say("chart.mark", {{"day", when(event)},
                                     {"event", text_of(spokesman(event.items), kLabelInProse)},
                                     {"db", speech_.decibans(event.today)}});
      mark.today = weight(event.today);
      mark.probability = at(mark.at).value();
    }
    std::stable_sort(chart.marks.begin(), chart.marks.end(),
                     [](const ChartMark& a, const ChartMark& b) { return a.at < b.at; });
    const auto [low, high] = std::minmax_element(
        chart.points.begin(), chart.points.end(),
        [](const BandPoint& a, const BandPoint& b) { return a.probability < b.probability; });
    chart.summary =
        speech_.say("chart.summary", {{"from", speech_.day(chart.points.front().as_of)},
                                      {"to", speech_.day(chart.points.back().as_of)},
                                      {"first", speech_.percent(chart.points.front().probability)},
                                      {"last", speech_.percent(chart.points.back().probability)},
                                      {"low", speech_.percent(low->probability)},
                                      {"high", speech_.percent(high->probability)}});
    chart.caption =
        speech_.say("chart.caption", {{"day", speech_.moment(assessment_.moment.known_at)}});
    if (dossier_.believed_then && dossier_.movement) {
      const Instant then = dossier_.movement->from.as_of;
      const Probability now = at(then);
      if (std::fabs(now.value() - dossier_.believed_then->value()) >= kApart) {
        chart.believed = {
            then, *dossier_.believed_then,
            speech_.say("chart.then", {{"day", speech_.day(then)},
                                       {"then", speech_.percent(*dossier_.believed_then)},
                                       {"now", speech_.percent(now)}})};
        chart.caption += " " + chart.believed->label;
      }
    }
    for (std::size_t i = 1; i < standing_.revised.size(); ++i) {
      const Standing::Revised& revised = standing_.revised[i];
      if (revised.on < scenario_.opened || revised.on > assessment_.moment.as_of) continue;
      ChartMark& mark = chart.marks.emplace_back();
      mark.at = revised.on;
      mark.label = speech_.say("chart.revised", {{"day", speech_.day(revised.on)},
                                                 {"prior", speech_.percent(revised.prior)}});
      mark.probability = at(mark.at).value();
      mark.revision = true;
    }
    std::stable_sort(chart.marks.begin(), chart.marks.end(),
                     [](const ChartMark& a, const ChartMark& b) { return a.at < b.at; });
  }

  void account() {
    using Kind = LedgerRow::Kind;
    if (assessment_.no_history) return;
    std::int64_t sum = 0;
    const auto add = [&](Kind kind, std::string label, LogOdds today) -> LedgerRow& {
      LedgerRow& row = report_.ledger.emplace_back();
      row.kind = kind;
      row.label = std::move(label);
      row.today = {today.decibans(), speech_.decibans(today)};
      if (kind != Kind::kClosing) sum += hundredths(today);
      return row;
    };
    add(Kind::kOpening,
        ledger_.count
            ? speech_.say("label.opening") +
                  speech_.say("explain.opening.count", {{"probability", report_.prior.text}})
            : speech_.say("ledger.opening"),
        ledger_.opening);
    if (hundredths(ledger_.judgement) != 0) {
      add(Kind::kJudgement, speech_.say("ledger.judgement"), ledger_.judgement);
    }
    if (ledger_.count) {
      for (const LedgerPeriod& period : ledger_.count->periods) {
        LedgerRow& row = add(Kind::kPeriod, period_in_words(period, speech_), period.brought);
        row.when = speech_.short_day(period.from);
      }
    }
    const std::size_t listed = std::min(choices_.most_events, ledger_.evidence.size());
    for (std::size_t i = 0; i < listed; ++i) {
      const LedgerEvent& event = ledger_.evidence[i];
      describe(add(Kind::kEvent, text_of(spokesman(event.items), 0), event.today), event);
    }
    LogOdds further;
    for (std::size_t i = listed; i < ledger_.evidence.size(); ++i) {
      further += ledger_.evidence[i].today;
    }
    if (const auto more = static_cast<std::int64_t>(ledger_.evidence.size() - listed); more > 0) {
      add(Kind::kFurther, speech_.say("ledger.further", {{"n", more}}), further);
    }
    for (const SilenceAccount& silence : ledger_.silence) {
      const bool at_times = silence.occasions > 0;
      if (silence.watched.count() == 0 && !at_times && hundredths(silence.today) == 0) continue;
      LedgerRow& row = add(Kind::kSilence, indicator_title(silence.indicator), silence.today);
      row.indicator = silence.indicator;
      row.note =
          at_times
              ? speech_.say("ledger.watched-times", {{"n", std::llround(silence.occasions)}})
              : speech_.say("ledger.watched", {{"duration", speech_.duration(silence.watched)}});
    }
    if (const std::int64_t missed = hundredths(ledger_.closing) - sum; missed != 0) {
      add(Kind::kRounding, speech_.say("ledger.rounding"),
          LogOdds::from_decibans(decibans_of(missed)));
    }
    LedgerRow& closing = add(Kind::kClosing, speech_.say("ledger.closing"), ledger_.closing);
    closing.without = percent_exact(ledger_.probability);
    double largest = 0;
    for (const LedgerRow& row : report_.ledger) {
      largest = std::max(largest, std::fabs(row.today.value));
    }
    for (LedgerRow& row : report_.ledger) row.bar = largest > 0 ? row.today.value / largest : 0;
  }

  void describe(LedgerRow& row, const LedgerEvent& event) {
    row.under = event.indicator.empty() ? speech_.say("ledger.unforeseen")
                                        : indicator_title(event.indicator);
    row.when = when(event);
    row.items = event.items;
    row.event = choices_.share_all ? event.event : std::string();
    row.indicator = event.indicator;
    row.credibility = percent(event.credibility);
    row.arrived = weight(event.arrived);
    row.without = percent_exact(event.without);
    if (const ItemLine* item = spokesman(event.items); item != nullptr) {
      row.grade = speech_.grade(item->grade);
      if (!item->redacted && is_shown(*item)) {
        row.source = quoted(item->content.source);
        if (is_safe_address(item->content.url)) row.url = printable(item->content.url);
      }
    }
    if (event.origins > 1) {
      row.source = speech_.say("ledger.origins", {{"source", row.source}, {"n", event.origins}});
    }
    if (event.until) {
      const auto counted = std::llround(event.counted);
      row.note = speech_.say(counted < event.published ? "ledger.total-rest" : "ledger.total",
                             {{"n", event.published}, {"counted", counted}});
    }
    const auto note = [&](const std::string& words) {
      if (!row.note.empty()) row.note += " · ";
      row.note += words;
    };
    if (!event.denied_by.empty()) {
      note(
          speech_.say("ledger.denied", {{"n", static_cast<std::int64_t>(event.denied_by.size())}}));
    }
    if (event.kind == EventKind::kHappening) note(speech_.say("ledger.happening"));
  }

  void not_counted() {
    for (const NotCounted& entry : ledger_.not_counted) {
      NotCountedRow& row = report_.not_counted.emplace_back();
      row.label = text_of(spokesman(entry.items), 0);
      row.items = entry.items;
      const std::string elsewhere = entry.counted_under.empty()
                                        ? speech_.say("ledger.unforeseen")
                                        : indicator_title(entry.counted_under);
      row.reason =
          speech_.say(fmt::format("why-not.{}", to_string(entry.reason)),
                      {{"indicator", elsewhere}, {"db", speech_.decibans(entry.would_be)}});
    }
  }

  void indicators() {
    for (const IndicatorLine& line : dossier_.indicators) {
      const Indicator& about = line.indicator;
      IndicatorRow& row = report_.indicators.emplace_back();
      row.id = about.id;
      row.title = speech_.text(about.title);
      row.observable = speech_.prose(about.observable);
      const double level = line.level_now.value_or(1.0);
      row.watched = watched(about, level);
      row.last_seen = line.last_seen ? speech_.day(*line.last_seen) : speech_.say("seen.never");
      row.seen = speech_.say("seen.items", {{"n", line.items}});
      if (line.items > 0) {
        row.seen = speech_.say("seen.recent",
                               {{"items", row.seen}, {"recent", speech_.number(line.items_30d)}});
      }
      for (const Expectation& expectation : scenario_.expects) {
        if (expectation.indicator != about.id) continue;
        row.if_true = rate(expectation.if_true);
        row.if_false = rate(expectation.if_false);
        if (const std::optional<double> ratio = ratio_of(expectation)) {
          row.ratio = speech_.ratio(*ratio);
          row.counter = *ratio < 1;
        }
      }
      for (const Misfit& misfit : ledger_.misfits) {
        if (misfit.indicator == about.id) row.misfit = unfitting(misfit, about);
      }
      for (const WatchLine& watch : dossier_.watch) {
        if (watch.indicator != about.id) continue;
        row.uncovered = watch.uncovered;
        row.stale = watch.stale;
      }
    }
  }

  [[nodiscard]] std::string rate(const WrittenRate& written) const {
    if (written.each_time) {
      return speech_.say("rate.each-time", {{"share", speech_.percent(*written.each_time)}});
    }
    return written.rate.per_day() == 0 ? speech_.say("rate.never") : speech_.rate(written.rate);
  }

  [[nodiscard]] std::string unfitting(const Misfit& misfit, const Indicator& about) const {
    if (misfit.gone_dark) return speech_.say("misfit.dark");
    if (about.occasions) {
      const Probability share(std::min(1.0, misfit.observed.per_day()));
      return speech_.say("misfit.each", {{"observed", speech_.percent(share)}});
    }
    return speech_.say("misfit", {{"observed", speech_.rate(misfit.observed)}});
  }

  [[nodiscard]] std::string watched(const Indicator& about, double level) const {
    if (level >= 1) return speech_.say("watched.all");
    if (level > 0) {
      return speech_.say("watched.share", {{"share", speech_.percent(Probability(level))}});
    }
    return speech_.say(about.watched == Watched::kTotals ? "watched.totals"
                       : about.watched == Watched::kFeed ? "watched.feed"
                                                         : "watched.nobody");
  }

  void watch() {
    for (const WatchLine& line : dossier_.watch) {
      WatchRow& row = report_.watch.emplace_back();
      row.id = line.indicator;
      row.title = indicator_title(line.indicator);
      row.bits = {line.bits, speech_.bits(line.bits)};
      row.bits_if_covered = {line.bits_if_covered, speech_.bits(line.bits_if_covered)};
      row.if_seen = percent(line.if_seen);
      row.if_silent = percent(line.if_silent);
      row.uncovered = line.uncovered;
      row.stale = line.stale;
      if (line.uncovered) {
        row.note = speech_.say("watch.uncovered", {{"bits", row.bits_if_covered.text}});
      } else if (line.stale) {
        row.note = line.last_seen
                       ? speech_.say("watch.stale", {{"day", speech_.day(*line.last_seen)}})
                       : speech_.say("watch.stale-never");
      }
    }
  }

  void terms() {
    for (const Assumption& assumption : scenario_.assumes) {
      AssumptionText& text = report_.assumptions.emplace_back();
      text.text = speech_.text(assumption.text);
      for (const AssumptionInDoubt& doubt : standing_.in_doubt) {
        if (!(doubt.assumption == assumption)) continue;
        text.doubt = speech_.say(
            "assumption.doubt",
            {{"day", speech_.day(doubt.seen)}, {"indicator", indicator_title(doubt.indicator)}});
      }
    }
    report_.resolves_yes = speech_.prose(scenario_.resolves_yes);
    report_.resolves_no = speech_.prose(scenario_.resolves_no);
    report_.resolves_open = speech_.prose(scenario_.resolves_open);
    for (const CoverDeclaration& cover : dossier_.explanation.covers) {
      report_.covers.push_back(coverage_in_words(cover, indicator_title(cover.indicator), speech_));
    }
    const auto unforeseen =
        std::count_if(ledger_.evidence.begin(), ledger_.evidence.end(),
                      [](const LedgerEvent& event) { return event.indicator.empty(); });
    if (unforeseen >= kUnforeseenForAdvice) {
      report_.advice.push_back(speech_.say("advice.unforeseen", {{"n", unforeseen}}));
    }
    for (const auto& [indicator, mean] : dossier_.explanation.mean_credibility) {
      report_.advice.push_back(
          speech_.say("advice.coverage", {{"indicator", indicator_title(indicator)},
                                          {"mean", speech_.percent(Probability(mean))}}));
    }
    if (!ledger_.disagreeing_totals.empty()) {
      report_.advice.push_back(speech_.say(
          "advice.totals", {{"n", static_cast<std::int64_t>(ledger_.disagreeing_totals.size())}}));
    }
  }

  const Dossiers& all_;
  const Dossier& dossier_;
  const ReportChoices& choices_;
  const Speech& speech_;
  const Standing& standing_;
  const Scenario& scenario_;
  const Assessment& assessment_;
  const Ledger& ledger_;
  std::set<ItemId> withheld_;
  ScenarioReport report_;
};

/// When scenarios were and will be assessed by the clock, and what was missed.
std::string clock_in_words(const ClockLine& clock, const Speech& speech) {
  std::string words = clock.last ? speech.say("clock.last", {{"day", speech.moment(*clock.last)}})
                                 : speech.say("clock.none");
  if (clock.next) words += " " + speech.say("clock.next", {{"day", speech.moment(*clock.next)}});
  if (!clock.missed.empty()) {
    words +=
        " " + speech.say("clock.missed", {{"n", static_cast<std::int64_t>(clock.missed.size())},
                                          {"day", speech.moment(clock.missed.front().due)}});
  }
  return words;
}

/// As of when, as known when; the line that no report of a past date may lack.
std::string reading_of(const Dossiers& dossiers, const Speech& speech) {
  const Moment& at = dossiers.moment;
  const std::string as_of = speech.moment(at.as_of);
  if (dossiers.hindsight) {
    const std::string key =
        at.known_at >= dossiers.now ? "reading.hindsight-today" : "reading.hindsight";
    return speech.say(key, {{"as_of", as_of},
                            {"known_at", speech.moment(at.known_at)},
                            {"n", dossiers.not_known_then}});
  }
  if (at.as_of == dossiers.now && at.known_at == dossiers.now) {
    return speech.say("reading.now", {{"as_of", as_of}});
  }
  if (at.known_at == at.as_of) return speech.say("reading.then", {{"as_of", as_of}});
  return speech.say("reading.known-before",
                    {{"as_of", as_of}, {"known_at", speech.moment(at.known_at)}});
}

/// The paragraphs of those that moved much, or into another word, the furthest first; of the others
/// how many.
void tell_what_moved(Report& report, const Speech& speech) {
  std::vector<const ScenarioReport*> moved;
  std::int64_t others = 0;
  for (const ScenarioReport& scenario : report.scenarios) {
    if (!scenario.movement) continue;
    if (scenario.movement->word_changed ||
        std::fabs(scenario.movement->points.value) >= kMovedMuch) {
      moved.push_back(&scenario);
    } else {
      ++others;
    }
  }
  std::stable_sort(moved.begin(), moved.end(), [](const auto* a, const auto* b) {
    return std::fabs(a->movement->points.value) > std::fabs(b->movement->points.value);
  });
  for (const ScenarioReport* scenario : moved) {
    report.moved.push_back(scenario->movement->paragraph);
  }
  if (others > 0) {
    report.moved.push_back(speech.say(
        moved.empty() ? "moved.none" : "moved.little",
        {{"n", others}, {"points", speech.number(static_cast<std::int64_t>(kMovedMuch))}}));
  }
}

/// How many there were and what became of them; those settled since; the running score against each
/// rival; and calibration, once there are enough.
void tell_how_they_fared(const score::TrackRecord& record, Report& report, const Speech& speech) {
  report.fared.push_back(tally_in_words(record.scores.tally, speech));
  for (const score::ScenarioScore& one : record.scores.scenarios) {
    if (one.resolution.known_from() < report.since_at) continue;
    const score::Score* score = one.of({score::ForecasterKind::kProgram, {}});
    const std::string settled = speech.say(
        "fared.settled",
        {{"title", speech.text(one.title)}, {"settled", settled_in_words(one.resolution, speech)}});
    report.fared.push_back(
        score == nullptr || !score->spot
            ? settled
            : speech.say("fared.settled-at",
                         {{"settled", settled}, {"probability", speech.percent(*score->spot)}}));
  }
  const std::vector<std::string> running = running_score_in_words(record.scores, speech);
  if (!running.empty()) report.score = running.front();
  report.fared.insert(report.fared.end(), running.begin(), running.end());
  if (record.calibration) {
    report.fared.push_back(calibration_in_words(*record.calibration, speech));
  }
  report.track_record = {scorecard_summary_page(record.scores, speech),
                         {},
                         {},
                         {},
                         scores_of_each_page(record.scores, speech)};
  if (record.calibration) {
    report.track_record->calibration = calibration_page(*record.calibration, speech);
    report.track_record->diagram = record.calibration;
    report.track_record->diagram_in_words = calibration_in_words(*record.calibration, speech);
  }
}

}  // namespace

Report compose(const Dossiers& dossiers, const ReportChoices& choices,
               const std::optional<score::TrackRecord>& record) {
  const Speech speech(choices.language, choices.digits);
  Report report;
  report.language = choices.language;
  report.digits = choices.digits;
  report.moment = dossiers.moment;
  report.hindsight = dossiers.hindsight;
  report.not_known_then = dossiers.not_known_then;
  report.reading = reading_of(dossiers, speech);
  report.not_available = dossiers.not_available;
  if (dossiers.not_available > 0) {
    report.reading = speech.say("reading.also",
                                {{"reading", report.reading},
                                 {"also", not_available_in_words(dossiers.not_available, speech)}});
  }
  if (dossiers.scenarios.empty()) {
    report.none = no_scenarios_in_words(dossiers.retired, speech);
    report.reading += " · " + report.none;
  }
  report.since_at = dossiers.since;
  report.since = speech.say("moved.since", {{"day", speech.moment(dossiers.since)}});

  std::vector<const Dossier*> by_role;
  for (const Dossier& dossier : dossiers.scenarios) by_role.push_back(&dossier);
  std::stable_sort(by_role.begin(), by_role.end(), [](const Dossier* a, const Dossier* b) {
    return a->explanation.standing.scenario.role < b->explanation.standing.scenario.role;
  });
  report.scenarios.resize(by_role.size());
  std::vector<std::set<ItemId>> withheld_of(by_role.size());
  in_parallel(static_cast<int>(by_role.size()), 0, [&] {
    return [&, own = Speech(choices.language, choices.digits)](int i) {
      const auto at = static_cast<std::size_t>(i);
      ScenarioComposer composer(dossiers, *by_role[at], choices, own);
      report.scenarios[at] = composer.report();
      withheld_of[at] = composer.withheld();
    };
  });
  std::set<ItemId> withheld;
  std::set<std::string> published;
  for (std::size_t i = 0; i < by_role.size(); ++i) {
    const Dossier* dossier = by_role[i];
    const ScenarioReport& scenario = report.scenarios[i];
    withheld.insert(withheld_of[i].begin(), withheld_of[i].end());
    if (!scenario.publication.empty() && published.insert(scenario.publication).second) {
      report.publications.push_back(scenario.publication);
    }
    const Scenario& defined = dossier->explanation.standing.scenario;
    if (dossier->explanation.standing.resolution) continue;
    if (dossier->explanation.standing.happened &&
        dossier->explanation.standing.happened->came_true()) {
      report.due.push_back(speech.say(
          "due.came-true", {{"title", scenario.title}, {"happened", scenario.happened}}));
      continue;
    }
    if (!defined.horizon) continue;
    const Days left(*defined.horizon - dossiers.moment.as_of);
    if (left <= kSoon) {
      report.due.push_back(speech.say(left < Days(0) ? "due.now" : "due.soon",
                                      {{"title", scenario.title},
                                       {"day", scenario.horizon},
                                       {"probability", scenario.probability.text}}));
    }
  }
  report.title = report.publications.size() == 1
                     ? speech.say("report.title-of", {{"publication", report.publications.front()}})
                     : speech.say("report.title");
  if (!withheld.empty()) {
    report.withheld =
        speech.say("report.withheld", {{"n", static_cast<std::int64_t>(withheld.size())}});
  }

  if (record) tell_how_they_fared(*record, report, speech);
  tell_what_moved(report, speech);
  if (dossiers.rehearsal) {
    report.rehearsal = rehearsal_in_words(speech);
    report.foot.push_back(report.rehearsal);
  }
  if (dossiers.clock) report.foot.push_back(clock_in_words(*dossiers.clock, speech));
  for (const std::string& key : Speech::keys("foot.")) report.foot.push_back(speech.say(key));
  return report;
}

}  // namespace signpost::report
