// What reports are made from: the parts of the desk that look around a judgement (how sure it is,
// what it hinges on, what to watch) and back at the one before it.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <span>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/desk.h"
#include "engine/assess/in_force.h"
#include "engine/assess/ledger_names.h"
#include "engine/assess/movement.h"
#include "engine/base/stop.h"
#include "engine/belief/believe.h"
#include "engine/belief/linchpin.h"
#include "engine/belief/outlook.h"
#include "engine/belief/steps.h"
#include "engine/belief/uncertainty.h"

namespace signpost::assess {
namespace {

constexpr int kChartPoints = 60;  // at most: a year by weeks
constexpr Days kWindow{30};       // of what to watch
/// A total or a feed's day tells that somebody looks for so long after it.
constexpr Days kStillCovered{90};
/// An indicator is stale after a silence in which even its lower rate expected so many events: by
/// chance that comes once in twenty times (e⁻³).
constexpr double kStaleEvents = 3;

/// Days from the opening to the moment, or to the horizon: each a date of the chart.
std::vector<Instant> chart_dates(const Scenario& scenario, Instant as_of) {
  const Instant end = scenario.horizon ? std::min(as_of, *scenario.horizon) : as_of;
  std::vector<Instant> dates;
  const auto span = std::chrono::ceil<std::chrono::days>(end - scenario.opened);
  const std::chrono::days step(std::max<std::int64_t>(1, span.count() / kChartPoints + 1));
  for (Instant date = scenario.opened; date < end; date += step) dates.push_back(date);
  dates.push_back(std::max(end, scenario.opened));
  return dates;
}

/// Independent origins of the items that count; an item of nobody's origin is its own.
int origins_of(const NamedQuestion& named, const Ledger& ledger) {
  std::set<ItemId> counted;
  for (const LedgerEvent& event : ledger.evidence) {
    counted.insert(event.items.begin(), event.items.end());
  }
  std::set<belief::Key> origins;
  std::set<ItemId> nobodys;
  const auto look = [&](const std::vector<belief::Observation>& said) {
    for (const belief::Observation& item : said) {
      if (!counted.contains(item.item)) continue;
      if (item.origin == belief::kOwn) {
        nobodys.insert(item.item);
      } else {
        origins.insert(item.origin);
      }
    }
  };
  for (const belief::Stream& stream : named.question.streams) look(stream.said);
  look(named.question.bearing);
  return static_cast<int>(origins.size() + nobodys.size());
}

std::optional<Linchpin> linchpin_of(const NamedQuestion& named,
                                    const std::optional<belief::Linchpin>& found) {
  if (!found) return std::nullopt;
  Linchpin linchpin;
  linchpin.events = found->events;
  for (const belief::Key source : found->sources) {
    linchpin.sources.push_back(named.key_name(source));
  }
  linchpin.without = Probability::from(found->without);
  linchpin.exact = found->exact;
  return linchpin;
}

/// The level at which an indicator that only totals or feeds cover is watched on, if one of them
/// came lately: that of the credibility of its latest item.
std::optional<double> watched_on(const Indicator& indicator, const belief::Stream& stream,
                                 Instant as_of) {
  if (indicator.watched == Watched::kAlways) return std::nullopt;
  std::optional<double> level;
  Instant latest = as_of - std::chrono::round<std::chrono::seconds>(kStillCovered);
  for (const belief::Observation& item : stream.said) {
    const Instant at = item.total ? item.total->until : item.occurred;
    if (at < latest || item.occurred > as_of || !item.judged) continue;
    latest = at;
    level = item.credibility;
  }
  return level;
}

bool is_stale(const IndicatorLine& line, const belief::Stream& stream, double level,
              const Scenario& scenario, Instant as_of) {
  if (line.indicator.once || level == 0) return false;
  const Instant since = std::max(line.last_told.value_or(scenario.opened), scenario.opened);
  if (stream.at_set_times()) return false;  // a missed one is told as what was not seen
  const double lower = std::min(stream.if_true.per_day(), stream.if_false.per_day());
  const Days silent = std::max(Days(as_of - since) - stream.lag, Days(0));
  return lower * level * silent.count() >= kStaleEvents * stream.dispersion;
}

}  // namespace

Dossiers Desk::dossiers(std::span<const std::string> scenarios, const Moment& moment, Instant since,
                        Instant now) const {
  std::vector<std::string> ids = archive_->these_or_all(scenarios, moment.known_at);
  std::set<std::string> once;
  std::erase_if(ids, [&](const std::string& id) { return !once.insert(id).second; });
  Dossiers dossiers;
  dossiers.moment = moment;
  dossiers.hindsight = moment.as_of < moment.known_at;
  dossiers.retired = archive_->left_out(scenarios, moment.known_at);
  dossiers.now = now;
  dossiers.since = since;
  dossiers.rehearsal = archive_->snapshot.is_rehearsal();
  std::set<ItemId> not_known_then;
  for (const std::string& id : ids) {
    give_up_if_asked();
    Dossier& dossier = dossiers.scenarios.emplace_back(this->dossier(id, moment, since));
    for (const auto& [item, line] : dossier.explanation.items) {
      if (!line.known_then) not_known_then.insert(item);
    }
  }
  dossiers.not_known_then = static_cast<int>(not_known_then.size());
  std::set<ItemId> not_available;
  for (const Dossier& dossier : dossiers.scenarios) {
    note_not_available(dossier.explanation.standing.scenario, moment, not_available);
  }
  dossiers.not_available = static_cast<int>(not_available.size());
  const Definitions definitions = archive_->snapshot.definitions(moment.known_at);
  for (const Publication& publication : definitions.publications) {
    dossiers.publications.emplace(publication.id, publication);
  }
  for (const Source& source : definitions.sources) dossiers.sources.emplace(source.id, source);
  return dossiers;
}

Dossier Desk::dossier(std::string_view id, const Moment& moment, Instant since) const {
  Dossier dossier;
  dossier.explanation = explain(id, moment);
  const NamedQuestion named = archive_->ask(id, moment.known_at);
  const Scenario& scenario = named.scenario;
  const Assessment& now = dossier.explanation.standing.assessment;

  const std::vector<Instant> dates = chart_dates(scenario, moment.as_of);
  const std::vector<Interval> band =
      belief::intervals(named.question, named.uncertainty(), dates, moment.known_at);
  const std::vector<LogOdds> line = belief::history(named.question, dates, moment.known_at);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    dossier.history.push_back({dates[i], Probability::from(line[i]), band[i]});
  }
  dossier.interval = band.back();

  dossier.grounds.width = dossier.interval.width();
  dossier.grounds.origins = origins_of(named, *now.ledger);
  if (!now.ledger->evidence.empty()) {
    dossier.grounds.without_strongest =
        std::fabs(now.probability.value() - now.ledger->evidence.front().without.value());
  }
  dossier.events = linchpin_of(
      named,
      belief::event_linchpin(named.question, moment, belief::account(named.question, moment)));
  dossier.sources = linchpin_of(named, belief::source_linchpin(named.question, moment));
  if (const auto source = belief::weightiest_source(named.question, moment)) {
    const double without = Probability::from(source->without).value();
    dossier.grounds.without_source = std::fabs(now.probability.value() - without);
    dossier.grounds.probability_without_source = without;
    dossier.grounds.source = named.key_name(source->sources.front());
  }
  dossier.watch = watch(id, moment);
  for (const Expectation& expectation : scenario.expects) {
    IndicatorLine& row =
        dossier.indicators.emplace_back(indicator_line(expectation.indicator, moment, {}));
    row.moves = {{scenario.id, ratio_of(expectation)}};
  }

  const Instant from = std::max(since, scenario.opened);
  if (from < moment.as_of) {
    // In hindsight the past is seen with the same knowledge; else as it was believed then.
    const bool hindsight = moment.as_of < moment.known_at;
    const Moment then{from, hindsight ? moment.known_at : std::min(from, moment.known_at),
                      moment.as_known_then};
    const Assessment before = assess(id, then);
    dossier.movement = moved(before, before, now);
    dossier.believed_then =
        hindsight ? glance(id, {from, from, true}).probability : before.probability;
    for (const Movement::Part& part : dossier.movement->parts) {
      if (!part.event) continue;
      for (const ItemId id_of_item : part.event->items) {
        if (dossier.explanation.items.contains(id_of_item)) continue;
        if (auto gone = item(id_of_item, moment)) dossier.gone.emplace(id_of_item, *gone);
      }
    }
  }
  return dossier;
}

std::vector<WatchLine> Desk::watch(std::string_view scenario, const Moment& moment) const {
  NamedQuestion named = archive_->ask(scenario, moment.known_at);
  std::vector<double> levels;
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    belief::Stream& stream = named.question.streams[j];
    if (const auto level = watched_on(*named.indicators[j], stream, moment.as_of)) {
      std::erase_if(stream.coverage,
                    [&](const belief::Step& step) { return step.from >= moment.as_of; });
      stream.coverage.push_back({moment.as_of, *level});
    }
    levels.push_back(value_at(stream.coverage, moment.as_of));
  }
  const std::vector<belief::Outlook> outlooks = belief::outlooks(named.question, moment, kWindow);
  std::vector<WatchLine> lines;
  for (std::size_t j = 0; j < outlooks.size(); ++j) {
    const belief::Outlook& outlook = outlooks[j];
    const IndicatorLine told = indicator_line(named.indicators[j]->id, moment, {});
    WatchLine line;
    line.indicator = named.indicators[j]->id;
    line.bits = outlook.bits;
    line.bits_if_covered = outlook.bits_if_covered;
    line.expected = outlook.expected;
    line.if_seen = Probability::from(outlook.if_seen);
    line.if_silent = Probability::from(outlook.if_silent);
    line.level = levels[j];
    line.last_seen = told.last_seen;
    line.uncovered = levels[j] == 0;
    line.stale = is_stale(told, named.question.streams[j], levels[j], named.scenario, moment.as_of);
    lines.push_back(std::move(line));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const WatchLine& a, const WatchLine& b) {
    return a.bits != b.bits ? a.bits > b.bits : a.bits_if_covered > b.bits_if_covered;
  });
  return lines;
}

WatchList Desk::watch_list(std::span<const std::string> scenarios, const Moment& moment,
                           Instant now) const {
  std::vector<std::string> ids = archive_->these_or_all(scenarios, moment.known_at);
  WatchList list;
  list.moment = moment;
  list.hindsight = moment.as_of < moment.known_at;
  list.retired = archive_->left_out(scenarios, moment.known_at);
  list.now = now;
  list.window = kWindow;
  std::set<ItemId> not_available;
  for (const std::string& id : ids) {
    const NamedQuestion named = archive_->ask(id, moment.known_at);
    list.scenarios.push_back({named.scenario,
                              Probability::from(belief::log_odds(named.question, moment)),
                              watch(id, moment)});
    name_indicators(named.scenario, moment, list.indicators);
    note_not_available(named.scenario, moment, not_available);
  }
  list.not_available = static_cast<int>(not_available.size());
  return list;
}

Simulation Desk::simulate(std::string_view scenario, Instant known_at,
                          const belief::SimulationChoices& choices) const {
  const NamedQuestion named = archive_->ask(scenario, known_at);
  return belief::simulate(
      hoped_for(named.scenario, named.expectations, named.indicators,
                [&](const std::string& wider) { return archive_->indicator_at(wider, known_at); }),
      choices);
}

}  // namespace signpost::assess
