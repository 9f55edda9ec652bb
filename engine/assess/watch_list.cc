#include "engine/assess/watch_list.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "engine/assess/count_names.h"
#include "engine/assess/history.h"
#include "engine/assess/indicator_lines.h"
#include "engine/assess/standing.h"
#include "engine/belief/outlook.h"
#include "engine/belief/steps.h"

namespace signpost::assess {
namespace {

constexpr Days kWindow{30};  // of what to watch
/// A total or a feed's day tells that somebody looks for so long after it.
constexpr Days kStillCovered{90};
/// An indicator is stale after a silence in which even its lower rate expected so many events: by
/// chance that comes once in twenty times (e⁻³).
constexpr double kStaleEvents = 3;

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

std::vector<WatchLine> watch(const Case& of) {
  const Moment& moment = of.moment();
  const NamedQuestion& named = of.named();
  belief::Question question = named.question;
  std::vector<double> levels;
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    belief::Stream& stream = question.streams[j];
    if (const auto level = watched_on(*named.indicators[j], stream, moment.as_of)) {
      std::erase_if(stream.coverage,
                    [&](const belief::Step& step) { return step.from >= moment.as_of; });
      stream.coverage.push_back({moment.as_of, *level});
    }
    levels.push_back(value_at(stream.coverage, moment.as_of));
  }
  const std::vector<belief::Outlook> outlooks = belief::outlooks(question, moment, kWindow);
  std::vector<WatchLine> lines;
  for (std::size_t j = 0; j < outlooks.size(); ++j) {
    const belief::Outlook& outlook = outlooks[j];
    const IndicatorLine told = indicator_line(of.archive(), named.indicators[j]->id, moment, {});
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
    line.stale = is_stale(told, question.streams[j], levels[j], of.scenario(), moment.as_of);
    lines.push_back(std::move(line));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const WatchLine& a, const WatchLine& b) {
    return a.bits != b.bits ? a.bits > b.bits : a.bits_if_covered > b.bits_if_covered;
  });
  return lines;
}

WatchList watch_list(Archive& archive, std::span<const std::string> scenarios, const Moment& moment,
                     Instant now) {
  WatchList list;
  list.moment = moment;
  list.hindsight = moment.as_of < moment.known_at;
  list.retired = archive.left_out(scenarios, moment.known_at);
  list.now = now;
  list.window = kWindow;
  std::set<ItemId> unavailable;
  for (const std::string& id : archive.these_or_all(scenarios, moment.known_at)) {
    const Case one(archive, id, moment);
    if (scenarios.empty() && one.is_settled()) continue;  // nothing can tell more of it
    if (!one.has_probability()) continue;
    WatchList::Entry& entry = list.scenarios.emplace_back(
        WatchList::Entry{one.scenario(), one.probability(), watch(one), {}});
    if (const auto forecast = one.named().question.count ? count_forecast(one.named(), moment)
                                                         : std::optional<CountForecast>()) {
      entry.pace = count_pace(count_standing(one.named(), moment), *forecast, moment.as_of);
    }
    name_indicators(one, list.indicators);
    unavailable.merge(not_available(one));
  }
  list.not_available = static_cast<int>(unavailable.size());
  return list;
}

Simulation simulate(Archive& archive, std::string_view scenario, Instant known_at,
                    const belief::SimulationChoices& choices) {
  const NamedQuestion named = archive.ask(scenario, known_at);
  if (named.question.count) {
    throw Error(ErrorKind::kRefused, {"assess.no-simulation", {{"scenario", scenario}}},
                "assess.no-simulation.hint");
  }
  return belief::simulate(
      hoped_for(
          named.scenario, named.expectations, named.indicators,
          [&](const std::string& wider) { return archive.indicator_at(wider, known_at); },
          archive.table_at(known_at)),
      choices);
}

}  // namespace signpost::assess
