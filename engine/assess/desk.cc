#include "engine/assess/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/assess/archive.h"
#include "engine/assess/in_force.h"
#include "engine/assess/ledger_names.h"
#include "engine/base/text.h"
#include "engine/belief/believe.h"
#include "engine/belief/steps.h"

namespace signpost::assess {
namespace {

constexpr int kTrendPoints = 24;  // of a sparkline: a year, a point a fortnight or so
constexpr Days kTrend{kDaysPerYear};
constexpr double kSeenAtLeast = 0.5;     // credibility from which an assumption is in doubt
constexpr int kEnoughToTell = 5;         // items; fewer do not show what reports are usually worth
constexpr double kCoverageSlack = 0.05;  // DESIGN.md §2: how far credibility may be from coverage

Instant plus(Instant instant, Days days) {
  return instant + std::chrono::seconds(std::llround(days.count() * 86400.0));
}

/// Indicators whose events count under another: the silence of both is counted all the same.
std::set<std::pair<std::string, std::string>> untied(
    const Ledger& ledger, const std::map<std::string, Indicator>& indicators) {
  std::set<std::pair<std::string, std::string>> pairs;
  const auto is_stream = [&](const std::string& id) {
    const auto found = indicators.find(id);
    return found != indicators.end() && found->second.takes_count();
  };
  for (const NotCounted& entry : ledger.not_counted) {
    if (entry.reason == NotCountedReason::kCountedElsewhere && is_stream(entry.indicator) &&
        is_stream(entry.counted_under)) {
      pairs.emplace(entry.indicator, entry.counted_under);
    }
  }
  return pairs;
}

/// Every item that the ledger names, counted or not.
std::set<ItemId> items_named(const Ledger& ledger) {
  std::set<ItemId> items;
  for (const LedgerEvent& event : ledger.evidence) {
    items.insert(event.items.begin(), event.items.end());
    items.insert(event.denied_by.begin(), event.denied_by.end());
  }
  for (const NotCounted& entry : ledger.not_counted) {
    items.insert(entry.items.begin(), entry.items.end());
  }
  return items;
}

/// Dates between which no definition changes are answered in one pass.
std::vector<LogOdds> closings_as_known_then(Archive& archive, std::string_view scenario,
                                            std::span<const Instant> as_of) {
  std::vector<LogOdds> closings(as_of.size());
  if (as_of.empty()) return closings;
  const auto [first, last] = std::minmax_element(as_of.begin(), as_of.end());
  const std::vector<Instant> changes = archive.changes(scenario, *first, *last);
  std::map<std::ptrdiff_t, std::vector<std::size_t>> epochs;  // by how many changes came before
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    const auto next = std::upper_bound(changes.begin(), changes.end(), as_of[i]);
    epochs[next - changes.begin()].push_back(i);
  }
  for (const auto& [epoch, places] : epochs) {
    std::vector<Instant> dates;
    for (const std::size_t i : places) dates.push_back(as_of[i]);
    const std::vector<LogOdds> found =
        belief::history_as_known_then(archive.chronicle(scenario, dates.front()), dates);
    for (std::size_t k = 0; k < places.size(); ++k) closings[places[k]] = found[k];
  }
  return closings;
}

}  // namespace

Desk::Desk(const store::Snapshot& snapshot, Texts texts)
    : archive_(std::make_unique<Archive>(snapshot, texts == Texts::kAll)) {}
Desk::~Desk() = default;

Assessment Desk::assess(std::string_view scenario, const Moment& moment) const {
  const NamedQuestion named = archive_->ask(scenario, moment.known_at);
  return assessment_of(named, moment, belief::account(named.question, moment));
}

Assessment Desk::glance(std::string_view scenario, const Moment& moment) const {
  const NamedQuestion named = archive_->ask(scenario, moment.known_at);
  return assessment_of(named, moment, belief::log_odds(named.question, moment));
}

std::vector<HistoryPoint> Desk::history(std::string_view scenario, std::span<const Instant> as_of,
                                        const KnownAt& known_at) const {
  const std::vector<LogOdds> closings =
      known_at.instant ? belief::history(archive_->ask(scenario, *known_at.instant).question, as_of,
                                         *known_at.instant)
                       : closings_as_known_then(*archive_, scenario, as_of);
  std::vector<HistoryPoint> points;
  points.reserve(as_of.size());
  for (std::size_t i = 0; i < as_of.size(); ++i) {
    points.push_back({as_of[i], Probability::from(closings[i]), closings[i]});
  }
  return points;
}

Standings Desk::standings(std::span<const std::string> scenarios, const Moment& moment) const {
  std::vector<std::string> ids = archive_->these_or_all(scenarios, moment.known_at);
  Standings standings;
  standings.moment = moment;
  standings.hindsight = moment.as_of < moment.known_at;
  standings.retired = archive_->left_out(scenarios, moment.known_at);
  Unknown unknown;
  for (const std::string& id : ids) {
    standings.scenarios.push_back(standing(id, moment, unknown));
    name_indicators(standings.scenarios.back().scenario, moment, standings.indicators);
  }
  standings.not_known_then = static_cast<int>(unknown.not_known_then.size());
  standings.not_available = static_cast<int>(unknown.not_available.size());
  return standings;
}

Standing Desk::standing(std::string_view id, const Moment& moment, Unknown& unknown) const {
  const NamedQuestion named = archive_->ask(id, moment.known_at);
  Standing standing;
  standing.scenario = named.scenario;
  standing.assessment = assessment_of(named, moment, belief::account(named.question, moment));
  const Ledger& ledger = *standing.assessment.ledger;

  // Earlier points: a week, a month, and the trend, all in one pass.
  std::vector<Instant> instants{plus(moment.as_of, Days(-7)), plus(moment.as_of, Days(-30))};
  for (int i = 1; i <= kTrendPoints; ++i) {
    instants.push_back(plus(moment.as_of, kTrend * (static_cast<double>(i) / kTrendPoints - 1.0)));
  }
  std::vector<Instant> since_opened;
  std::copy_if(instants.begin(), instants.end(), std::back_inserter(since_opened),
               [&](Instant instant) { return instant >= named.scenario.opened; });
  std::map<Instant, Probability> found;
  // Except in hindsight, the past is what was believed then: so a status says the same whether it
  // is printed on its day or replayed later.
  const bool as_known_then = moment.known_at <= moment.as_of;
  for (const HistoryPoint& point :
       history(id, since_opened, as_known_then ? KnownAt{} : KnownAt{moment.known_at})) {
    found.emplace(point.as_of, point.probability);
  }
  const auto probability_at = [&](Instant instant) {
    const auto point = found.find(instant);
    return point == found.end() ? std::nullopt : std::optional(point->second);
  };
  standing.week_before = probability_at(instants[0]);
  standing.month_before = probability_at(instants[1]);
  for (std::size_t i = 2; i < instants.size(); ++i) {
    standing.trend.push_back(probability_at(instants[i]));
  }

  // Evidence counted, and of it the latest.
  const LedgerEvent* latest_event = nullptr;
  Instant latest_at = kBeginning;
  for (const LedgerEvent& event : ledger.evidence) {
    standing.evidence_count += static_cast<int>(event.items.size());
    const Instant at = event.until.value_or(event.occurred);
    if (!event.items.empty() &&
        (latest_event == nullptr || at > latest_at ||
         (at == latest_at && event.items.front() > latest_event->items.front()))) {
      latest_event = &event;
      latest_at = at;
    }
  }
  if (latest_event != nullptr) {
    const std::vector<ItemLine> told_by = items_of(*latest_event, moment);
    if (!told_by.empty()) standing.latest = told_by.front();
  }

  for (const Assumption& assumption : named.scenario.assumes) {
    for (const std::string& indicator : assumption.broken_by) {
      if (const auto seen = last_seen(indicator, named.scenario, moment)) {
        standing.in_doubt.push_back({assumption, indicator, *seen});
      }
    }
  }
  if (moment.as_of < moment.known_at) {
    const std::set<ItemId> known_then = known_of(named.scenario, moment.as_of);
    for (const ItemId item : items_named(ledger)) {
      if (!known_then.contains(item)) unknown.not_known_then.insert(item);
    }
  }
  note_not_available(named.scenario, moment, unknown.not_available);
  standing.happened = happened(ledger, moment);
  if (standing.assessment.came_true) {
    standing.assessment.came_true->occurred_as = standing.happened->occurred_as;
  }
  standing.above = stands_above(named.scenario, moment, standing.assessment.probability);
  tell_revisions(moment, standing);
  return standing;
}

void Desk::note_not_available(const Scenario& scenario, const Moment& moment,
                              std::set<ItemId>& items) const {
  note_not_available(scenario, {&moment.as_of, 1}, {moment.known_at}, items);
}

void Desk::note_not_available(const Scenario& scenario, std::span<const Instant> as_of,
                              const KnownAt& known_at, std::set<ItemId>& items) const {
  const auto look = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      if (is_not_available(version, as_of, known_at)) items.insert(version.item);
    }
  };
  for (const Expectation& expectation : scenario.expects) {
    look(archive_->indicator(expectation.indicator).versions);
  }
  look(archive_->scenario(scenario.id).bearing);
}

std::vector<ItemLine> Desk::items_of(const LedgerEvent& event, const Moment& moment) const {
  std::vector<ItemLine> lines;
  for (const ItemId id : event.items) {
    if (auto line = item(id, moment)) lines.push_back(std::move(*line));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const ItemLine& a, const ItemLine& b) {
    return a.credibility.value_or(Probability(0.0)) > b.credibility.value_or(Probability(0.0));
  });
  return lines;
}

std::optional<Standing::Happened> Desk::happened(const Ledger& ledger, const Moment& moment) const {
  for (const LedgerEvent& event : ledger.evidence) {
    if (event.kind != EventKind::kHappening) continue;
    Standing::Happened happened{
        event.occurred, event.occurred_as, event.credibility, items_of(event, moment), {}};
    std::set<std::string> named;
    for (const ItemLine& line : happened.items) {
      const std::string& written = line.content.source;
      if (written.empty() || line.redacted) continue;
      const Source* source = archive_->names_at(moment.known_at).find(written);
      if (!named.insert(source != nullptr ? source->id : folded(written)).second) continue;
      const bool titled = source != nullptr && !source->title.any().empty();
      happened.tellers.push_back(titled ? source->title : Bilingual{written, written});
    }
    for (const ItemLine& line : happened.items) {
      if (line.content.occurred != event.occurred) continue;
      happened.occurred_as = line.content.occurred_as;
      break;
    }
    return happened;
  }
  return std::nullopt;
}

std::vector<Scenario> Desk::stands_above(const Scenario& scenario, const Moment& moment,
                                         Probability probability) const {
  std::vector<Scenario> above;
  for (const std::string& id : scenario.implies) {
    if (archive_->snapshot.scenario(id).empty()) continue;
    const NamedQuestion wider = archive_->ask(id, moment.known_at);
    if (Probability::from(belief::log_odds(wider.question, moment)) < probability) {
      above.push_back(wider.scenario);
    }
  }
  return above;
}

void Desk::tell_revisions(const Moment& moment, Standing& standing) const {
  const auto& revisions = archive_->scenario(standing.scenario.id).revisions;
  standing.retired = retired(standing.scenario.id, moment.known_at);
  const Instant defined = revisions.front().recorded;
  if (defined > moment.known_at && defined > standing.scenario.opened) {
    standing.defined_on = defined;
  }
  std::vector<Standing::Revised> stated;
  const Scenario* before = nullptr;
  const auto rates_of = [](const Scenario& scenario) {
    std::vector<
        std::tuple<std::string, Rate, Rate, std::optional<Probability>, std::optional<Probability>>>
        rates;
    for (const Expectation& expectation : scenario.expects) {
      rates.emplace_back(expectation.indicator, expectation.if_true.rate, expectation.if_false.rate,
                         expectation.if_true.each_time, expectation.if_false.each_time);
    }
    return rates;
  };
  for (const store::Revision<Scenario>& revision : revisions) {
    const Scenario& now = revision.content;
    if (before != nullptr && revision.recorded > moment.known_at) break;
    const bool first = before == nullptr;
    const bool after_opening = revision.recorded > now.opened;
    if (first || (after_opening && now.prior != before->prior)) {
      stated.push_back({revision.recorded, now.prior});
    } else if (!after_opening) {
      stated.back() = {revision.recorded, now.prior};
    }
    if (!first && after_opening &&
        (base_rate_of(now) != base_rate_of(*before) || rates_of(now) != rates_of(*before))) {
      standing.rates_revised = true;
    }
    before = &now;
  }
  if (stated.size() > 1) standing.revised = std::move(stated);
}

void Desk::name_indicators(const Scenario& scenario, const Moment& moment,
                           std::map<std::string, Indicator>& named) const {
  const auto add = [&](const std::string& id) {
    const std::vector<store::Revision<Indicator>>& revisions = archive_->indicator(id).revisions;
    if (!revisions.empty()) {
      named.try_emplace(id, standing_at(revisions, moment.known_at).content);
    }
  };
  for (const Expectation& expectation : scenario.expects) add(expectation.indicator);
  for (const Assumption& assumption : scenario.assumes) {
    for (const std::string& id : assumption.broken_by) add(id);
  }
}

std::optional<Instant> Desk::last_seen(const std::string& indicator, const Scenario& scenario,
                                       const Moment& moment) const {
  const Instant end = scenario.horizon ? std::min(moment.as_of, *scenario.horizon) : moment.as_of;
  std::optional<Instant> last;
  for (const store::ItemVersion& version : archive_->indicator(indicator).versions) {
    const Item& item = version.content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event || !version.known.holds(moment.known_at)) continue;
    const auto worth =
        judge(item, sighting_of(item, indicator), archive_->registered(version, moment.known_at));
    if (!worth || worth->value() < kSeenAtLeast) continue;
    if (!last || item.occurred > *last) last = item.occurred;
  }
  return last;
}

std::set<ItemId> Desk::known_of(const Scenario& scenario, Instant known_at) const {
  std::set<ItemId> known;
  const auto add = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      if (version.known.holds(known_at)) known.insert(version.item);
    }
  };
  for (const Expectation& expectation : scenario.expects) {
    add(archive_->indicator(expectation.indicator).versions);
  }
  add(archive_->scenario(scenario.id).bearing);
  return known;
}

Explanation Desk::explain(std::string_view scenario, const Moment& moment) const {
  Explanation explanation;
  Unknown unknown;
  explanation.standing = standing(scenario, moment, unknown);
  explanation.hindsight = moment.as_of < moment.known_at;
  explanation.not_known_then = static_cast<int>(unknown.not_known_then.size());
  explanation.not_available = static_cast<int>(unknown.not_available.size());
  const Ledger& ledger = *explanation.standing.assessment.ledger;
  for (const ItemId id : items_named(ledger)) {
    if (auto line = item(id, moment)) {
      line->known_then = !unknown.not_known_then.contains(id);
      explanation.items.emplace(id, std::move(*line));
    }
  }
  name_indicators(explanation.standing.scenario, moment, explanation.indicators);
  for (const Expectation& expectation : explanation.standing.scenario.expects) {
    if (const auto mean = credibility_off_coverage(expectation.indicator, moment)) {
      explanation.mean_credibility.emplace(expectation.indicator, *mean);
    }
  }
  for (const auto& [id, indicator] : explanation.indicators) {
    const std::vector<CoverDeclaration> own = covers(id, moment.known_at);
    explanation.covers.insert(explanation.covers.end(), own.begin(), own.end());
  }
  for (const auto& [narrow, wide] : untied(ledger, explanation.indicators)) {
    explanation.advice.push_back(
        fmt::format("events of {} count under {}: each counts once, but silence is counted under "
                    "both; if all events of one are events of the other too, tie them with `of`",
                    narrow, wide));
  }
  const auto unforeseen =
      std::count_if(ledger.evidence.begin(), ledger.evidence.end(),
                    [](const LedgerEvent& event) { return event.indicator.empty(); });
  if (unforeseen >= kUnforeseenForAdvice) {
    explanation.advice.push_back(
        fmt::format("{} events bear on it that no indicator foresaw: if they are alike, make an "
                    "indicator of them, so that their absence counts too",
                    unforeseen));
  }
  return explanation;
}

std::optional<double> Desk::credibility_off_coverage(const std::string& indicator,
                                                     const Moment& moment) const {
  const IndicatorFile& file = archive_->indicator(indicator);
  if (file.revisions.empty()) return std::nullopt;
  const Indicator& about = standing_at(file.revisions, moment.known_at).content;
  if (!about.takes_count()) return std::nullopt;
  const belief::Steps coverage = coverage_of(about, file.covers, moment.known_at);
  double credibility = 0;  // Σ q², Σ q·c and Σ q over the items
  double declared = 0;
  double weight = 0;
  int items = 0;
  for (const store::ItemVersion& version : file.versions) {
    const Item& item = version.content;
    // A total declares the coverage of its own span: only single sightings can fall short.
    if (item.total || item.occurred > moment.as_of || !version.known.holds(moment.known_at)) {
      continue;
    }
    const auto worth =
        judge(item, sighting_of(item, indicator), archive_->registered(version, moment.known_at));
    if (!worth) continue;
    const double q = worth->value();
    const double level = value_at(coverage, item.occurred);
    if (level == 0) continue;  // nobody watched: there is no silence to be over-read
    credibility += q * q;
    declared += q * level;
    weight += q;
    ++items;
  }
  if (items < kEnoughToTell || weight == 0) return std::nullopt;
  // Who declares less coverage than reports are worth says that not all of it reaches the desk.
  const bool is_declared = !about.coverage.empty() || !file.covers.empty();
  const double off = credibility - declared;
  if (off >= -kCoverageSlack * weight && (is_declared || off <= kCoverageSlack * weight)) {
    return std::nullopt;
  }
  return credibility / weight;
}

std::vector<IndicatorLine> Desk::indicators(const Moment& moment,
                                            std::optional<Instant> since) const {
  // Which scenarios each indicator moves, and how strongly.
  std::map<std::string, std::vector<IndicatorLine::Moves>> moves;
  for (const std::string& id : archive_->snapshot.active_scenario_ids(moment.known_at)) {
    const Scenario& scenario =
        standing_at(archive_->scenario(id).revisions, moment.known_at).content;
    for (const Expectation& expectation : scenario.expects) {
      moves[expectation.indicator].push_back({id, ratio_of(expectation)});
    }
  }
  std::vector<IndicatorLine> lines;
  for (const std::string& id : archive_->snapshot.indicator_ids()) {
    lines.push_back(indicator_line(id, moment, since));
    lines.back().moves = moves[id];
  }
  return lines;
}

std::vector<CoverDeclaration> Desk::covers(std::string_view indicator, Instant known_at) const {
  std::vector<CoverDeclaration> standing = archive_->indicator(std::string(indicator)).covers;
  std::erase_if(standing,
                [&](const CoverDeclaration& cover) { return !cover.stands_at(known_at); });
  return standing;
}

IndicatorLine Desk::indicator_line(const std::string& id, const Moment& moment,
                                   std::optional<Instant> since) const {
  const IndicatorFile& file = archive_->indicator(id);
  IndicatorLine line;
  line.indicator = standing_at(file.revisions, moment.known_at).content;
  for (const store::ItemVersion& version : file.versions) {
    const Item& item = version.content;
    const Instant at = item.total ? item.total->until : item.occurred;
    if (item.occurred > moment.as_of || !version.known.holds(moment.known_at)) continue;
    if (since && at < *since) continue;
    ++line.items;
    if (at > plus(moment.as_of, Days(-30))) ++line.items_30d;
    const bool is_event = !item.total || item.total->count > 0;
    const Instant seen = std::min(at, moment.as_of);
    line.last_told = std::max(line.last_told.value_or(seen), seen);
    if (is_event && (!line.last_seen || seen > *line.last_seen)) line.last_seen = seen;
  }
  line.covers = covers(id, moment.known_at);
  line.level_now =
      value_at(coverage_of(line.indicator, file.covers, moment.known_at), moment.as_of);
  return line;
}

int Desk::not_available(std::string_view scenario, std::span<const Instant> as_of,
                        const KnownAt& known_at) const {
  std::set<ItemId> items;
  const auto standing_on = [&](Instant date) {
    return &this->scenario(scenario, known_at.instant.value_or(date));
  };
  // Dates by which one revision of the scenario stands are looked at together.
  for (auto first = as_of.begin(); first != as_of.end();) {
    const Scenario* stands = standing_on(*first);
    const auto last =
        std::find_if(first, as_of.end(), [&](Instant date) { return standing_on(date) != stands; });
    note_not_available(*stands, {first, last}, known_at, items);
    first = last;
  }
  return static_cast<int>(items.size());
}

int Desk::not_available(const Moment& moment) const {
  std::set<ItemId> items;
  for (const store::ItemVersion& version : archive_->snapshot.items()) {
    if (is_not_available(version, moment)) items.insert(version.item);
  }
  return static_cast<int>(items.size());
}

std::vector<ItemLine> Desk::items(const Moment& moment) const {
  std::vector<ItemLine> lines;
  for (const store::ItemVersion& version : archive_->snapshot.items()) {
    if (version.known.holds(moment.known_at)) {
      lines.push_back(archive_->line_of(version, moment.known_at));
    }
  }
  return lines;
}

std::optional<ItemLine> Desk::item(ItemId id, const Moment& moment) const {
  if (const store::ItemVersion* version = archive_->read(id, moment.known_at)) {
    return archive_->line_of(*version, moment.known_at);
  }
  const std::optional<store::ItemHistory> history = archive_->snapshot.item(id);
  if (!history || history->versions.empty()) return std::nullopt;
  const store::ItemVersion* found = &history->versions.back();
  for (const store::ItemVersion& version : history->versions) {
    if (version.known.holds(moment.known_at)) found = &version;
  }
  return archive_->line_of(*found, moment.known_at);
}

ItemLine Desk::line(const store::ItemVersion& version, Instant known_at) const {
  return archive_->line_of(version, known_at);
}

std::optional<Retired> Desk::retired(std::string_view scenario, Instant known_at) const {
  return retired_at(archive_->snapshot.retirements(), scenario, known_at);
}

bool Desk::touches(const Item& item, const std::string& id) const {
  const Scenario& scenario = archive_->scenario(id).revisions.back().content;
  const bool expects = std::any_of(scenario.expects.begin(), scenario.expects.end(),
                                   [&](const Expectation& expectation) {
                                     return sighting_of(item, expectation.indicator) != nullptr;
                                   });
  return expects || bearing_on(item, id) != nullptr || is_told_of(scenario, item.denies);
}

std::vector<std::string> Desk::touched_by(const Item& item) const {
  std::vector<std::string> ids = archive_->snapshot.active_scenario_ids(kForever);
  std::erase_if(ids, [&](const std::string& id) { return !touches(item, id); });
  return ids;
}

std::vector<std::string> Desk::retired_touched_by(const Item& item) const {
  std::vector<std::string> ids = archive_->snapshot.scenario_ids();
  const std::vector<std::string> active = archive_->snapshot.active_scenario_ids(kForever);
  std::erase_if(ids, [&](const std::string& id) {
    return std::find(active.begin(), active.end(), id) != active.end() || !touches(item, id);
  });
  return ids;
}

bool Desk::is_told_of(const Scenario& scenario, const std::string& event) const {
  if (event.empty()) return false;
  const auto tells = [&, key = folded(event)](const std::vector<store::ItemVersion>& versions) {
    return std::any_of(versions.begin(), versions.end(), [&](const store::ItemVersion& version) {
      return folded(version.content.event) == key;
    });
  };
  return std::any_of(scenario.expects.begin(), scenario.expects.end(),
                     [&](const Expectation& expectation) {
                       return tells(archive_->indicator(expectation.indicator).versions);
                     }) ||
         tells(archive_->scenario(scenario.id).bearing);
}

}  // namespace signpost::assess
