#include "engine/assess/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/assess/view.h"
#include "engine/base/text.h"
#include "engine/belief/believe.h"
#include "engine/store/source_names.h"

namespace signpost::assess {
namespace {

constexpr int kTrendPoints = 24;  // of a sparkline: a year, a point a fortnight or so
constexpr Days kTrend{kDaysPerYear};
constexpr double kSeenAtLeast = 0.5;     // credibility from which an assumption is in doubt
constexpr double kCoverageSlack = 0.1;   // DESIGN.md §2: coverage may exceed credibility by this
constexpr int kUnforeseenForAdvice = 3;  // so many unforeseen events deserve an indicator

Instant plus(Instant instant, Days days) {
  return instant + std::chrono::seconds(std::llround(days.count() * 86400.0));
}

/// What is held of one indicator: everything that any known_at may ask for.
struct IndicatorFile {
  std::vector<store::Revision<Indicator>> revisions;
  std::vector<store::CoverDeclaration> covers;
  std::vector<store::ItemVersion> versions;
};

struct ScenarioFile {
  std::vector<store::Revision<Scenario>> revisions;
  std::vector<store::ItemVersion> bearing;
};

/// A question with the names that its numbers stand for; both live in the desk's cache.
struct NamedQuestion {
  const Scenario& scenario;
  int revision = 1;
  belief::Question question;
  std::vector<const Indicator*> indicators;  // as question.streams
  std::span<const std::string> keys;         // interned names, sorted
};

/// What an item says under one indicator, or of the scenario directly, and when it was known.
struct Heard {
  store::KnownSpan known;
  belief::Testimony said;
};

struct Prepared {
  std::vector<const Expectation*> expectations;  // in the order of the indicators' ids
  std::vector<std::vector<Heard>> streams;       // as expectations
  std::vector<Heard> bearing;
  std::vector<std::string> keys;
};

/// Names for interning: collected first, numbered in their order afterwards.
class Names {
 public:
  void add(const std::string& name) {
    if (!name.empty()) names_.insert(name);
  }
  void number() {
    belief::Key next = 0;
    for (const std::string& name : names_) numbers_.emplace(name, next++);
  }
  [[nodiscard]] belief::Key operator[](const std::string& name) const {
    return name.empty() ? belief::kOwn : numbers_.at(name);
  }
  [[nodiscard]] std::vector<std::string> in_order() const { return {names_.begin(), names_.end()}; }

 private:
  std::set<std::string> names_;
  std::unordered_map<std::string, belief::Key> numbers_;
};

const Sighting* sighting_of(const Item& item, std::string_view indicator) {
  for (const Sighting& sighting : item.sightings) {
    if (sighting.indicator == indicator) return &sighting;
  }
  return nullptr;
}

const Bearing* bearing_on(const Item& item, std::string_view scenario) {
  for (const Bearing& bearing : item.bears) {
    if (bearing.scenario == scenario) return &bearing;
  }
  return nullptr;
}

ScenarioState state_of(const Scenario& scenario, Instant as_of) {
  if (as_of < scenario.opened) return ScenarioState::kNotYetOpen;
  if (scenario.horizon && as_of > *scenario.horizon) return ScenarioState::kPastHorizon;
  return ScenarioState::kOpen;
}

}  // namespace

struct Desk::Cache {
  explicit Cache(const store::Snapshot& of) : snapshot(of) {}

  const store::Snapshot& snapshot;
  std::map<std::string, IndicatorFile, std::less<>> indicators;
  std::map<std::string, ScenarioFile, std::less<>> scenarios;
  std::optional<std::vector<store::Revision<Source>>> sources;
  std::map<std::size_t, store::SourceNames> names_by_epoch;  // see names_at

  const IndicatorFile& indicator(const std::string& id) {
    const auto found = indicators.find(id);
    if (found != indicators.end()) return found->second;
    IndicatorFile file{snapshot.indicator(id), snapshot.covers(id),
                       snapshot.items_of_indicator(id, false)};
    return indicators.emplace(id, std::move(file)).first->second;
  }

  const ScenarioFile& scenario(std::string_view id) {
    const auto found = scenarios.find(id);
    if (found != scenarios.end()) return found->second;
    ScenarioFile file{snapshot.scenario(id), snapshot.items_bearing_on(id, false)};
    if (file.revisions.empty()) {
      const auto close = nearest(id, snapshot.scenario_ids());
      throw Error(ErrorKind::kUsage, fmt::format("no scenario \"{}\" in the store", id),
                  close ? fmt::format("did you mean \"{}\"?", *close)
                        : "`signpost status` lists the scenarios");
    }
    return scenarios.emplace(std::string(id), std::move(file)).first->second;
  }

  /// Between two changes of any source the same names stand: an epoch, told by how many revisions
  /// have begun.
  const store::SourceNames& names_at(Instant known_at) {
    if (!sources) sources = snapshot.sources();
    const auto begun = static_cast<std::size_t>(std::count_if(
        sources->begin(), sources->end(),
        [&](const store::Revision<Source>& source) { return source.known.from <= known_at; }));
    const auto found = names_by_epoch.find(begun);
    if (found != names_by_epoch.end()) return found->second;
    return names_by_epoch.emplace(begun, store::SourceNames(*sources, known_at)).first->second;
  }

  /// The registered source of an item; of a redacted one what stands in for it. Null: none.
  const Source* registered(const store::ItemVersion& version, Instant known_at) {
    if (const store::DisguisedSource* stand_in = version.disguised_at(known_at)) {
      return stand_in->registered ? &*stand_in->registered : nullptr;
    }
    return names_at(known_at).find(version.content.source);
  }

  ItemLine line_of(const store::ItemVersion& version, Instant known_at) {
    ItemLine line;
    line.item = version.item;
    line.version = version.version;
    line.redacted = version.redacted;
    line.known_then = version.known.holds(known_at);
    line.content = version.content;
    const Source* source = registered(version, known_at);
    line.grade = effective_grade(version.content, nullptr, source);
    line.credibility = judge(version.content, nullptr, source);
    if (!version.redacted) line.origin = store::origin_of(version.content, source);
    return line;
  }

  std::map<std::pair<const Scenario*, const store::SourceNames*>, Prepared> prepared;

  const Prepared& prepare(const Scenario& asked, Instant known_at);
  NamedQuestion ask(std::string_view id, Instant known_at);
};

/// Everything said of a scenario by a revision of it, by the sources as they stood: names interned,
/// worth judged. What of it was known when is for `ask`.
const Prepared& Desk::Cache::prepare(const Scenario& asked, Instant known_at) {
  const store::SourceNames& names = names_at(known_at);
  const auto [place, is_new] = prepared.try_emplace({&asked, &names});
  Prepared& result = place->second;
  if (!is_new) return result;

  // Who says an item and whose claim it is. One spelling is looked up once, however many items bear
  // it. Origins go by their disguises, so that redacting an item changes no bit of a score.
  struct Said {
    const Source* registered = nullptr;
    std::string origin;
  };
  std::unordered_map<std::string, Said> by_spelling;
  std::unordered_map<std::string, std::string> disguises;
  const auto disguised = [&](const std::string& origin) -> const std::string& {
    const auto found = disguises.find(origin);
    if (found != disguises.end()) return found->second;
    return disguises.emplace(origin, origin.empty() ? origin : snapshot.disguise(origin))
        .first->second;
  };
  const auto source_of = [&](const std::string& source) -> const Said& {
    const auto found = by_spelling.find(source);
    if (found != by_spelling.end()) return found->second;
    Item nameless;
    nameless.source = source;
    const Source* registered = names.find(source);
    return by_spelling
        .emplace(source, Said{registered, disguised(store::origin_of(nameless, registered))})
        .first->second;
  };
  const auto said_by = [&](const store::ItemVersion& version) -> Said {
    if (const store::DisguisedSource* stand_in = version.disguised_at(known_at)) {
      return {stand_in->registered ? &*stand_in->registered : nullptr, stand_in->origin};
    }
    const Said& said = source_of(version.content.source);
    if (version.content.origin.empty()) return said;
    return {said.registered, disguised(folded(version.content.origin))};
  };

  // An indicator of its own for each expectation, in the order of their ids.
  for (const Expectation& expectation : asked.expects) result.expectations.push_back(&expectation);
  std::sort(result.expectations.begin(), result.expectations.end(),
            [](const Expectation* a, const Expectation* b) { return a->indicator < b->indicator; });

  Names interned;
  const auto collect = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      interned.add(version.content.event);
      interned.add(said_by(version).origin);
    }
  };
  const std::vector<store::ItemVersion>& bearing_versions = scenario(asked.id).bearing;
  for (const Expectation* expectation : result.expectations) {
    collect(indicator(expectation->indicator).versions);
  }
  collect(bearing_versions);
  interned.number();
  result.keys = interned.in_order();

  const auto hear = [&](const store::ItemVersion& version, const Sighting* sighting) {
    const Item& item = version.content;
    const Said source = said_by(version);
    const std::optional<Probability> worth = judge(item, sighting, source.registered);
    Heard heard{version.known, {}};
    heard.said.item = version.item;
    heard.said.occurred = item.occurred;
    heard.said.total = item.total;
    heard.said.judged = worth.has_value();
    heard.said.credibility = worth ? worth->value() : 0.0;
    heard.said.origin = interned[source.origin];
    heard.said.event = interned[item.event];
    return heard;
  };
  for (const Expectation* expectation : result.expectations) {
    std::vector<Heard>& stream = result.streams.emplace_back();
    for (const store::ItemVersion& version : indicator(expectation->indicator).versions) {
      stream.push_back(hear(version, sighting_of(version.content, expectation->indicator)));
    }
  }
  for (const store::ItemVersion& version : bearing_versions) {
    const Bearing* bearing = bearing_on(version.content, asked.id);
    if (bearing == nullptr) continue;
    result.bearing.push_back(hear(version, nullptr));
    result.bearing.back().said.ratio = bearing->ratio;
  }
  return result;
}

/// The question that belief is put: which revision stands, and of what was said what was known.
NamedQuestion Desk::Cache::ask(std::string_view id, Instant known_at) {
  const store::Revision<Scenario>& standing = standing_at(scenario(id).revisions, known_at);
  const Scenario& asked = standing.content;
  const Prepared& from = prepare(asked, known_at);
  NamedQuestion named{asked, standing.revision, {}, {}, from.keys};
  belief::Question& question = named.question;
  question.prior = asked.prior;
  question.base_rate = asked.base_rate;
  question.persistence = asked.persistence;
  question.opened = asked.opened;
  question.horizon = asked.horizon;
  const auto known = [&](const std::vector<Heard>& all, std::vector<belief::Testimony>& said) {
    said.reserve(all.size());
    for (const Heard& heard : all) {
      if (heard.known.holds(known_at)) said.push_back(heard.said);
    }
  };
  for (std::size_t j = 0; j < from.expectations.size(); ++j) {
    const Expectation& expectation = *from.expectations[j];
    const IndicatorFile& file = indicator(expectation.indicator);
    const Indicator& about = standing_at(file.revisions, known_at).content;
    named.indicators.push_back(&about);
    belief::Stream stream;
    stream.if_true = expectation.if_true.rate;
    stream.if_false = expectation.if_false.rate;
    stream.dispersion = about.dispersion;
    stream.lag = about.lag;
    stream.once = about.once;
    stream.coverage = coverage_of(about, file.covers, known_at);
    stream.season = season_of(about);
    known(from.streams[j], stream.said);
    question.streams.push_back(std::move(stream));
  }
  known(from.bearing, question.bearing);
  return named;
}

namespace {

/// The account with its names: what reports are made from.
Ledger named_ledger(const NamedQuestion& named, const belief::Account& account) {
  const auto indicator_name = [&](int stream) {
    return stream == belief::kUnforeseen ? std::string()
                                         : named.indicators[static_cast<std::size_t>(stream)]->id;
  };
  const auto key_name = [&](belief::Key key) {
    return key == belief::kOwn ? std::string() : named.keys[static_cast<std::size_t>(key)];
  };
  Ledger ledger;
  ledger.probability = Probability::from(account.closing);
  ledger.opening = account.opening;
  ledger.judgement = account.judgement;
  ledger.closing = account.closing;
  for (const belief::EventEntry& entry : account.events) {
    LedgerEvent event;
    event.event = key_name(entry.event);
    event.indicator = indicator_name(entry.stream);
    event.occurred = entry.occurred;
    if (entry.total) {
      event.until = entry.total->until;
      event.published = entry.total->count;
    }
    event.counted = entry.counted;
    event.items = entry.items;
    event.origins = entry.origins;
    event.credibility = entry.credibility;
    event.ratio = entry.ratio;
    event.arrived = entry.arrived;
    event.today = entry.today;
    event.without = Probability::from(entry.closing_without);
    ledger.evidence.push_back(std::move(event));
  }
  // Silence in the scenario's own order, which its author chose.
  for (const Expectation& expectation : named.scenario.expects) {
    for (std::size_t i = 0; i < named.indicators.size(); ++i) {
      if (named.indicators[i]->id != expectation.indicator) continue;
      ledger.silence.push_back(
          {expectation.indicator, account.silence[i].today, account.silence[i].watched});
    }
  }
  for (const belief::NotCountedEntry& entry : account.not_counted) {
    NotCounted not_counted;
    not_counted.items = entry.items;
    not_counted.event = key_name(entry.event);
    not_counted.indicator = indicator_name(entry.stream);
    not_counted.reason = entry.reason;
    not_counted.counted_under = indicator_name(entry.counted_under);
    not_counted.would_be = entry.would_be;
    not_counted.occurred = entry.occurred;
    if (entry.total) {
      not_counted.until = entry.total->until;
      not_counted.published = entry.total->count;
    }
    not_counted.origins = entry.origins;
    not_counted.credibility = entry.credibility;
    not_counted.ratio = entry.ratio;
    ledger.not_counted.push_back(std::move(not_counted));
  }
  for (const int index : account.disagreeing) {
    const NotCounted& total = ledger.not_counted[static_cast<std::size_t>(index)];
    ledger.disagreeing_totals.push_back(
        total.event.empty() ? fmt::format("#{}", total.items.front()) : total.event);
  }
  for (const belief::MisfitEntry& entry : account.misfits) {
    const auto stream = static_cast<std::size_t>(entry.stream);
    ledger.misfits.push_back({named.indicators[stream]->id, entry.observed,
                              named.question.streams[stream].if_true,
                              named.question.streams[stream].if_false});
  }
  return ledger;
}

Assessment assessment_of(const NamedQuestion& named, const Moment& moment, LogOdds closing) {
  Assessment assessment;
  assessment.scenario = named.scenario.id;
  assessment.moment = moment;
  assessment.revision = named.revision;
  assessment.state = state_of(named.scenario, moment.as_of);
  assessment.log_odds = closing;
  assessment.probability = Probability::from(closing);
  return assessment;
}

Assessment assessment_with_ledger(const NamedQuestion& named, const Moment& moment) {
  const belief::Account account = belief::account(named.question, moment);
  Assessment assessment = assessment_of(named, moment, account.closing);
  assessment.ledger = named_ledger(named, account);
  return assessment;
}

/// Every item that the ledger names, counted or not.
std::set<ItemId> items_named(const Ledger& ledger) {
  std::set<ItemId> items;
  for (const LedgerEvent& event : ledger.evidence) {
    items.insert(event.items.begin(), event.items.end());
  }
  for (const NotCounted& entry : ledger.not_counted) {
    items.insert(entry.items.begin(), entry.items.end());
  }
  return items;
}

}  // namespace

Desk::Desk(const store::Snapshot& snapshot) : cache_(std::make_unique<Cache>(snapshot)) {}
Desk::~Desk() = default;

Assessment Desk::assess(std::string_view scenario, const Moment& moment) const {
  return assessment_with_ledger(cache_->ask(scenario, moment.known_at), moment);
}

Assessment Desk::glance(std::string_view scenario, const Moment& moment) const {
  const NamedQuestion named = cache_->ask(scenario, moment.known_at);
  return assessment_of(named, moment, belief::log_odds(named.question, moment));
}

std::vector<HistoryPoint> Desk::history(std::string_view scenario, std::span<const Instant> as_of,
                                        const KnownAt& known_at) const {
  std::vector<HistoryPoint> points;
  points.reserve(as_of.size());
  const auto add = [&](Instant instant, LogOdds closing) {
    points.push_back({instant, Probability::from(closing), closing});
  };
  if (known_at.instant) {
    const NamedQuestion named = cache_->ask(scenario, *known_at.instant);
    const std::vector<LogOdds> closings = belief::history(named.question, as_of, *known_at.instant);
    for (std::size_t i = 0; i < as_of.size(); ++i) add(as_of[i], closings[i]);
  } else {
    for (const Instant instant : as_of) {
      const Moment then{instant, instant, true};
      add(instant, belief::log_odds(cache_->ask(scenario, instant).question, then));
    }
  }
  return points;
}

Standings Desk::standings(std::span<const std::string> scenarios, const Moment& moment) const {
  std::vector<std::string> ids(scenarios.begin(), scenarios.end());
  if (ids.empty()) ids = cache_->snapshot.scenario_ids();
  Standings standings;
  standings.moment = moment;
  standings.hindsight = moment.as_of < moment.known_at;
  std::set<ItemId> not_known_then;
  for (const std::string& id : ids) {
    standings.scenarios.push_back(standing(id, moment, not_known_then));
    name_indicators(standings.scenarios.back().scenario, moment, standings.indicators);
  }
  standings.not_known_then = static_cast<int>(not_known_then.size());
  return standings;
}

Standing Desk::standing(std::string_view id, const Moment& moment,
                        std::set<ItemId>& not_known_then) const {
  const NamedQuestion named = cache_->ask(id, moment.known_at);
  Standing standing;
  standing.scenario = named.scenario;
  standing.assessment = assessment_with_ledger(named, moment);
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
  std::optional<ItemId> latest;
  Instant latest_at = kBeginning;
  for (const LedgerEvent& event : ledger.evidence) {
    standing.evidence_count += static_cast<int>(event.items.size());
    const Instant at = event.until.value_or(event.occurred);
    if (!event.items.empty() &&
        (!latest || at > latest_at || (at == latest_at && event.items.front() > *latest))) {
      latest = event.items.front();
      latest_at = at;
    }
  }
  if (latest) standing.latest = item(*latest, moment);

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
      if (!known_then.contains(item)) not_known_then.insert(item);
    }
  }
  return standing;
}

void Desk::name_indicators(const Scenario& scenario, const Moment& moment,
                           std::map<std::string, Indicator>& named) const {
  const auto add = [&](const std::string& id) {
    const std::vector<store::Revision<Indicator>>& revisions = cache_->indicator(id).revisions;
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
  for (const store::ItemVersion& version : cache_->indicator(indicator).versions) {
    const Item& item = version.content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event || !version.known.holds(moment.known_at)) continue;
    const auto worth =
        judge(item, sighting_of(item, indicator), cache_->registered(version, moment.known_at));
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
    add(cache_->indicator(expectation.indicator).versions);
  }
  add(cache_->scenario(scenario.id).bearing);
  return known;
}

Explanation Desk::explain(std::string_view scenario, const Moment& moment) const {
  Explanation explanation;
  std::set<ItemId> not_known_then;
  explanation.standing = standing(scenario, moment, not_known_then);
  explanation.hindsight = moment.as_of < moment.known_at;
  explanation.not_known_then = static_cast<int>(not_known_then.size());
  const Ledger& ledger = *explanation.standing.assessment.ledger;
  for (const ItemId id : items_named(ledger)) {
    if (auto line = item(id, moment)) {
      line->known_then = !not_known_then.contains(id);
      explanation.items.emplace(id, std::move(*line));
    }
  }
  name_indicators(explanation.standing.scenario, moment, explanation.indicators);
  for (const Expectation& expectation : explanation.standing.scenario.expects) {
    if (const auto mean = credibility_below_coverage(expectation.indicator, moment)) {
      explanation.mean_credibility.emplace(expectation.indicator, *mean);
    }
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

std::optional<double> Desk::credibility_below_coverage(const std::string& indicator,
                                                       const Moment& moment) const {
  const IndicatorFile& file = cache_->indicator(indicator);
  if (file.revisions.empty()) return std::nullopt;
  const Indicator& about = standing_at(file.revisions, moment.known_at).content;
  const belief::Steps coverage = coverage_of(about, file.covers, moment.known_at);
  double credibility = 0;
  double declared = 0;
  int items = 0;
  for (const store::ItemVersion& version : file.versions) {
    const Item& item = version.content;
    // A total declares the coverage of its own span: only single sightings can fall short.
    if (item.total || item.occurred > moment.as_of || !version.known.holds(moment.known_at)) {
      continue;
    }
    const auto worth =
        judge(item, sighting_of(item, indicator), cache_->registered(version, moment.known_at));
    if (!worth) continue;
    credibility += worth->value();
    declared += value_at(coverage, item.occurred);
    ++items;
  }
  if (items == 0 || credibility / items >= declared / items - kCoverageSlack) return std::nullopt;
  return credibility / items;
}

std::vector<IndicatorLine> Desk::indicators(const Moment& moment,
                                            std::optional<Instant> since) const {
  // Which scenarios each indicator moves, and how strongly.
  std::map<std::string, std::vector<IndicatorLine::Moves>> moves;
  for (const std::string& id : cache_->snapshot.scenario_ids()) {
    const Scenario& scenario = standing_at(cache_->scenario(id).revisions, moment.known_at).content;
    for (const Expectation& expectation : scenario.expects) {
      moves[expectation.indicator].push_back(
          {id, expectation.if_true.rate.per_day() / expectation.if_false.rate.per_day()});
    }
  }
  std::vector<IndicatorLine> lines;
  for (const std::string& id : cache_->snapshot.indicator_ids()) {
    const IndicatorFile& file = cache_->indicator(id);
    IndicatorLine line;
    line.indicator = standing_at(file.revisions, moment.known_at).content;
    line.moves = moves[id];
    for (const store::ItemVersion& version : file.versions) {
      const Item& item = version.content;
      const Instant at = item.total ? item.total->until : item.occurred;
      if (item.occurred > moment.as_of || !version.known.holds(moment.known_at)) continue;
      if (since && at < *since) continue;
      ++line.items;
      if (at > plus(moment.as_of, Days(-30))) ++line.items_30d;
      const bool is_event = !item.total || item.total->count > 0;
      const Instant seen = std::min(at, moment.as_of);
      if (is_event && (!line.last_seen || seen > *line.last_seen)) line.last_seen = seen;
    }
    line.level_now =
        value_at(coverage_of(line.indicator, file.covers, moment.known_at), moment.as_of);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<ItemLine> Desk::items(const Moment& moment) const {
  std::vector<ItemLine> lines;
  for (const store::ItemVersion& version : cache_->snapshot.items()) {
    if (version.known.holds(moment.known_at)) {
      lines.push_back(cache_->line_of(version, moment.known_at));
    }
  }
  return lines;
}

std::optional<ItemLine> Desk::item(ItemId id, const Moment& moment) const {
  const std::optional<store::ItemHistory> history = cache_->snapshot.item(id);
  if (!history || history->versions.empty()) return std::nullopt;
  const store::ItemVersion* found = &history->versions.back();
  for (const store::ItemVersion& version : history->versions) {
    if (version.known.holds(moment.known_at)) found = &version;
  }
  return cache_->line_of(*found, moment.known_at);
}

ItemLine Desk::line(const store::ItemVersion& version, Instant known_at) const {
  return cache_->line_of(version, known_at);
}

std::vector<std::string> Desk::touched_by(const Item& item) const {
  std::vector<std::string> touched;
  for (const std::string& id : cache_->snapshot.scenario_ids()) {
    const Scenario& scenario = cache_->scenario(id).revisions.back().content;
    const bool expects = std::any_of(scenario.expects.begin(), scenario.expects.end(),
                                     [&](const Expectation& expectation) {
                                       return sighting_of(item, expectation.indicator) != nullptr;
                                     });
    if (expects || bearing_on(item, id) != nullptr) touched.push_back(id);
  }
  return touched;
}

}  // namespace signpost::assess
