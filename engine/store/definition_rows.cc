#include "engine/store/definition_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "engine/store/item_rows.h"
#include "engine/store/ranges.h"
#include "engine/store/revision_rows.h"
#include "engine/store/words.h"

namespace signpost::store {
namespace {

constexpr Days kForeverLong{std::numeric_limits<double>::infinity()};

/// What countable forecasts count, into those that were read.
void read_criteria(Connection& connection, std::vector<Read<Scenario>>& read) {
  Query criteria = connection.query(
      R"(SELECT scenario, revision, "from", "to", at_least, factor, against_from, against_to,
                history_from, drift, dispersion
         FROM scenario_criterion ORDER BY scenario, revision)");
  Parents counting(read);
  while (criteria.next()) {
    Scenario* scenario = counting.of(criteria);
    if (scenario == nullptr) continue;
    Criterion& criterion = scenario->criterion.emplace();
    criterion.window = {criteria.instant(2), criteria.instant(3)};
    criterion.at_least = real_or_none(criteria, 4);
    criterion.factor = real_or_none(criteria, 5);
    if (!criteria.is_null(6)) criterion.against = {{criteria.instant(6), criteria.instant(7)}};
    criterion.history_from = criteria.instant(8);
    criterion.drift = real_or_none(criteria, 9);
    criterion.dispersion = real_or_none(criteria, 10);
  }
  Query counted = connection.query(
      "SELECT c.scenario, c.revision, indicator.id FROM scenario_criterion_indicator c "
      "JOIN indicator ON indicator.number = c.indicator "
      "ORDER BY c.scenario, c.revision, c.position");
  Parents naming(read);
  while (counted.next()) {
    Scenario* scenario = naming.of(counted);
    if (scenario == nullptr || !scenario->criterion) continue;
    scenario->criterion->indicators.push_back(counted.string(2));
  }
}

void add_criterion(Record& record, const Criterion& criterion, RowKey place,
                   const NumberOf& indicator) {
  const auto& against = criterion.against;
  record.parts.push_back(
      {&kCriterion,
       {number(place.number), number(place.revision), at(criterion.window.from),
        at(criterion.window.to), real(criterion.at_least), real(criterion.factor),
        against ? at(against->from) : Value(), against ? at(against->to) : Value(),
        at(criterion.history_from), real(criterion.drift), real(criterion.dispersion)}});
  std::int64_t position = 0;
  for (const std::string& id : criterion.indicators) {
    record.parts.push_back({&kCriterionIndicator,
                            {number(place.number), number(place.revision), number(++position),
                             number(indicator(id))}});
  }
}

}  // namespace

Bilingual bilingual_at(const Query& query, int column, int arabic) {
  if (query.is_null(arabic)) return Bilingual(query.string(column));
  return {query.string(column), query.string(arabic)};
}

std::optional<std::int64_t> number_of(Connection& connection, const Table& ids,
                                      std::string_view id) {
  Query query = connection.query(fmt::format("SELECT number FROM {} WHERE id = ?", ids.name), id);
  if (!query.next()) return std::nullopt;
  return query.integer(0);
}

std::vector<std::string> ids_of(Connection& connection, const Table& ids) {
  std::vector<std::string> found;
  Query query = connection.query(fmt::format("SELECT id FROM {} ORDER BY number", ids.name));
  while (query.next()) found.push_back(query.string(0));
  return found;
}

std::vector<Revision<Publication>> publications_in(Connection& connection) {
  std::vector<Read<Publication>> read;
  Query query = connection.query(
      "SELECT r.publication, r.revision, entry_time.recorded, publication.id, r.publisher, "
      "r.published, r.via, r.language, r.title_en, r.title_ar, r.publisher_ar "
      "FROM publication_revision r JOIN publication ON publication.number = r.publication "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Publication publication;
    publication.id = query.string(3);
    publication.publisher = bilingual_at(query, 4, 10);
    publication.published = instant_or_none(query, 5);
    publication.via = query.string(6);
    publication.language = query.string(7);
    publication.title = {query.string(8), query.string(9)};
    read.push_back(revision_at(query, std::move(publication)));
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Publication& publication, RowKey place) {
  Record record;
  record.head = {&kPublicationRevision,
                 {number(place.number), number(place.revision), in_either(publication.publisher),
                  at(publication.published), said(publication.via), said(publication.language),
                  said(publication.title.en), said(publication.title.ar),
                  also_in_arabic(publication.publisher)}};
  record.identity = identity(kPublication, place, publication.id);
  record.new_identity = place.revision == 1;
  return record;
}

std::vector<Revision<Source>> sources_in(Connection& connection) {
  std::vector<Read<Source>> read;
  Query query = connection.query(
      "SELECT r.source, r.revision, entry_time.recorded, source.id, r.title_en, r.title_ar, "
      "r.origin, "
      "r.reliability, r.party, r.because, r.because_ar "
      "FROM source_revision r JOIN source ON source.number = r.source "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Source source;
    source.id = query.string(3);
    source.title = {query.string(4), query.string(5)};
    source.origin = query.string(6);
    if (const auto letter = query.text(7); !letter.empty()) source.reliability = letter.front();
    source.party = query.flag(8);
    source.because = bilingual_at(query, 9, 10);
    read.push_back(revision_at(query, std::move(source)));
  }
  Query aliases = connection.query(
      "SELECT source, revision, alias FROM source_alias ORDER BY source, revision, position");
  Parents parents(read);
  while (aliases.next()) {
    if (Source* source = parents.of(aliases)) source->aliases.push_back(aliases.string(2));
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Source& source, RowKey place) {
  Record record;
  const Value reliability =
      source.reliability ? Value(std::string_view(&*source.reliability, 1)) : Value();
  record.head = {&kSourceRevision,
                 {number(place.number), number(place.revision), said(source.title.en),
                  said(source.title.ar), said(source.origin), reliability, flag(source.party),
                  in_either(source.because), also_in_arabic(source.because)}};
  record.identity = identity(kSource, place, source.id);
  record.new_identity = place.revision == 1;
  std::int64_t position = 0;
  for (const std::string& alias : source.aliases) {
    record.parts.push_back({&kSourceAlias,
                            {number(place.number), number(place.revision), number(++position),
                             std::string_view(alias)}});
  }
  return record;
}

std::vector<Revision<Indicator>> indicators_in(Connection& connection) {
  std::vector<Read<Indicator>> read;
  Query query = connection.query(
      "SELECT r.indicator, r.revision, entry_time.recorded, indicator.id, r.title_en, r.title_ar, "
      "r.observable_en, r.observable_ar, r.once, r.lag_days, r.dispersion, r.watched, "
      "r.baseline_per_day, r.baseline_because, r.usual_reliability, r.usual_digit, r.of, "
      "r.occasions_every, r.occasions_rule, r.occasions_timezone, r.occasions_from, "
      "r.occasions_until, r.baseline_because_ar "
      "FROM indicator_revision r JOIN indicator ON indicator.number = r.indicator "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Indicator indicator;
    indicator.id = query.string(3);
    indicator.title = {query.string(4), query.string(5)};
    indicator.observable = {query.string(6), query.string(7)};
    indicator.once = query.flag(8);
    indicator.lag = Days(query.real(9));
    indicator.dispersion = query.real(10);
    const RowAt row{connection, kIndicatorRevision, query.integer(0), query.integer(1)};
    indicator.watched = word_at<Watched>(query, 11, row);
    if (!query.is_null(12)) indicator.baseline = rate_at(query, 12, "store.number.baseline", row);
    indicator.baseline_because = bilingual_at(query, 13, 22);
    if (const Grade usual = grade_at(query, 14); usual != Grade{}) indicator.usual_grade = usual;
    indicator.of = query.string(16);
    if (!query.is_null(20)) {
      indicator.occasions = Occasions{{},
                                      query.string(17),
                                      query.string(18),
                                      query.string(19),
                                      query.instant(20),
                                      instant_or_none(query, 21)};
    }
    read.push_back(revision_at(query, std::move(indicator)));
  }
  Query coverage = connection.query(
      R"(SELECT indicator, revision, "from", "to", level, because, because_ar FROM indicator_coverage
         ORDER BY indicator, revision, position)");
  Parents covered(read);
  while (coverage.next()) {
    if (Indicator* indicator = covered.of(coverage)) {
      indicator->coverage.push_back({coverage.instant(2), coverage.instant(3), coverage.real(4),
                                     bilingual_at(coverage, 5, 6)});
    }
  }
  Query seasons = connection.query(
      R"(SELECT indicator, revision, "from", "to", factor, because, within, because_ar
         FROM indicator_season
         ORDER BY indicator, revision, position)");
  Parents seasonal(read);
  while (seasons.next()) {
    if (Indicator* indicator = seasonal.of(seasons)) {
      indicator->seasons.push_back({seasons.instant(2), seasons.instant(3), seasons.real(4),
                                    bilingual_at(seasons, 5, 7), real_or_none(seasons, 6)});
    }
  }
  Query dates = connection.query(
      "SELECT indicator, revision, date FROM indicator_occasion "
      "ORDER BY indicator, revision, position");
  Parents timed(read);
  while (dates.next()) {
    Indicator* indicator = timed.of(dates);
    if (indicator != nullptr && indicator->occasions) {
      indicator->occasions->dates.push_back(dates.instant(2));
    }
  }
  for (const Read<Indicator>& one : read) {
    const RowAt row{connection, kIndicatorRevision, one.number, one.revision.revision};
    require_in_range(one.revision.content, row);
    const std::optional<Occasions>& occasions = one.revision.content.occasions;
    if (occasions && occasions->dates.empty() && occasions->rule.empty()) {
      throw_not_understood(row, "store.undated-occasions");
    }
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Indicator& indicator, RowKey place) {
  Record record;
  const Value number_value = number(place.number);
  const Value revision = number(place.revision);
  static const Occasions kNever;
  static const Grade kNotSaid;
  const Occasions& occasions = indicator.occasions ? *indicator.occasions : kNever;
  const Grade& usual = indicator.usual_grade ? *indicator.usual_grade : kNotSaid;
  record.head = {&kIndicatorRevision,
                 {number_value,
                  revision,
                  said(indicator.title.en),
                  said(indicator.title.ar),
                  said(indicator.observable.en),
                  said(indicator.observable.ar),
                  flag(indicator.once),
                  real(indicator.lag.count()),
                  real(indicator.dispersion),
                  to_string(indicator.watched),
                  indicator.baseline ? real(indicator.baseline->per_day()) : Value(),
                  in_either(indicator.baseline_because),
                  letter(usual),
                  digit(usual),
                  said(indicator.of),
                  said(occasions.every),
                  said(occasions.rule),
                  said(occasions.timezone),
                  indicator.occasions ? at(occasions.from) : Value(),
                  at(occasions.until),
                  also_in_arabic(indicator.baseline_because)}};
  record.identity = identity(kIndicator, place, indicator.id);
  record.new_identity = place.revision == 1;
  std::int64_t position = 0;
  for (const CoverageSpan& span : indicator.coverage) {
    record.parts.push_back(
        {&kIndicatorCoverage,
         {number_value, revision, number(++position), at(span.from), at(span.to), real(span.level),
          in_either(span.because), also_in_arabic(span.because)}});
  }
  position = 0;
  for (const Season& season : indicator.seasons) {
    record.parts.push_back({&kIndicatorSeason,
                            {number_value, revision, number(++position), at(season.from),
                             at(season.to), real(season.factor), in_either(season.because),
                             real(season.within), also_in_arabic(season.because)}});
  }
  position = 0;
  for (const Instant date : occasions.dates) {
    record.parts.push_back(
        {&kIndicatorOccasion, {number_value, revision, number(++position), at(date)}});
  }
  return record;
}

std::vector<Revision<Scenario>> scenarios_in(Connection& connection) {
  std::vector<Read<Scenario>> read;
  Query query = connection.query(
      "SELECT r.scenario, r.revision, entry_time.recorded, scenario.id, publication.id, r.role, "
      "r.title_en, r.title_ar, r.forecast_en, r.forecast_ar, r.wording_en, r.wording_ar, "
      "r.publisher_probability, r.part_of, r.asks, r.prior, r.prior_because, r.base_rate, "
      "r.base_rate_because, r.lasts, r.persistence_days, r.opened, r.horizon, r.resolves_yes, "
      "r.resolves_no, r.resolves_open, r.prior_within, r.prior_because_ar, r.base_rate_because_ar, "
      "r.resolves_yes_ar, r.resolves_no_ar, r.resolves_open_ar "
      "FROM scenario_revision r JOIN scenario ON scenario.number = r.scenario "
      "LEFT JOIN publication ON publication.number = r.publication "
      "JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    Scenario scenario;
    scenario.id = query.string(3);
    scenario.publication = query.string(4);
    const RowAt row{connection, kScenarioRevision, query.integer(0), query.integer(1)};
    scenario.role = word_at<Role>(query, 5, row);
    scenario.title = {query.string(6), query.string(7)};
    scenario.forecast = {query.string(8), query.string(9)};
    scenario.wording = {query.string(10), query.string(11)};
    scenario.publisher_probability = probability_or_none(query, 12, "store.number.publishers", row);
    scenario.part_of = query.string(13);
    scenario.asks = word_or_none<Asks>(query, 14, row);
    if (scenario.asks != Asks::kCount) {  // which learns from its counts where it starts
      if (query.is_null(15)) throw_not_understood(row, "store.no-prior");
      scenario.prior = probability_at(query, 15, "store.number.the-prior", row);
    }
    scenario.prior_because = bilingual_at(query, 16, 27);
    scenario.base_rate = probability_or_none(query, 17, "store.number.base-rate", row);
    scenario.base_rate_because = bilingual_at(query, 18, 28);
    scenario.lasts_text = query.string(19);
    scenario.persistence = query.is_null(20) ? kForeverLong : Days(query.real(20));
    scenario.opened = query.instant(21);
    scenario.horizon = instant_or_none(query, 22);
    scenario.resolves_yes = bilingual_at(query, 23, 29);
    scenario.resolves_no = bilingual_at(query, 24, 30);
    scenario.resolves_open = bilingual_at(query, 25, 31);
    scenario.prior_within = real_or_none(query, 26);
    read.push_back(revision_at(query, std::move(scenario)));
  }
  Query assumptions = connection.query(
      "SELECT scenario, revision, en, ar FROM scenario_assumption "
      "ORDER BY scenario, revision, assumption");
  Parents assuming(read);
  while (assumptions.next()) {
    if (Scenario* scenario = assuming.of(assumptions)) {
      scenario->assumes.push_back({{assumptions.string(2), assumptions.string(3)}, {}});
    }
  }
  Query breakers = connection.query(
      "SELECT b.scenario, b.revision, b.assumption, indicator.id FROM assumption_breaker b "
      "JOIN indicator ON indicator.number = b.indicator "
      "ORDER BY b.scenario, b.revision, b.assumption, b.position");
  Parents broken(read);
  while (breakers.next()) {
    Scenario* scenario = broken.of(breakers);
    const auto assumption = static_cast<std::size_t>(breakers.integer(2) - 1);
    if (scenario != nullptr && assumption < scenario->assumes.size()) {
      scenario->assumes[assumption].broken_by.push_back(breakers.string(3));
    }
  }
  Query expectations = connection.query(
      "SELECT e.scenario, e.revision, indicator.id, e.if_true, e.if_true_per_day, e.if_false, "
      "e.if_false_per_day, e.because, e.within, e.ratio_within, e.happening, e.if_true_each, "
      "e.if_false_each, e.because_ar FROM scenario_expectation e "
      "JOIN indicator ON indicator.number = e.indicator "
      "ORDER BY e.scenario, e.revision, e.position");
  Parents expecting(read);
  while (expectations.next()) {
    if (Scenario* scenario = expecting.of(expectations)) {
      const RowAt row{connection, kScenarioRevision, expectations.integer(0),
                      expectations.integer(1)};
      const auto rate = [&](int text, int per_day, int each) {
        return WrittenRate{expectations.string(text),
                           rate_at(expectations, per_day, "store.number.rate", row),
                           probability_or_none(expectations, each, "store.number.each-time", row)};
      };
      scenario->expects.push_back({expectations.string(2), rate(3, 4, 11), rate(5, 6, 12),
                                   expectations.flag(10), bilingual_at(expectations, 7, 13),
                                   real_or_none(expectations, 8), real_or_none(expectations, 9)});
    }
  }
  Query implied = connection.query(
      "SELECT scenario, revision, implied FROM scenario_implied "
      "ORDER BY scenario, revision, position");
  Parents implying(read);
  while (implied.next()) {
    if (Scenario* scenario = implying.of(implied)) scenario->implies.push_back(implied.string(2));
  }
  read_criteria(connection, read);
  for (const Read<Scenario>& one : read) {
    const RowAt row{connection, kScenarioRevision, one.number, one.revision.revision};
    const Scenario& scenario = one.revision.content;
    const bool counts = scenario.criterion && !scenario.criterion->indicators.empty();
    if (counts != (scenario.asks == Asks::kCount)) {
      throw_not_understood(row, counts ? "store.criterion-not-asked" : "store.no-criterion");
    }
    require_in_range(scenario, row);
  }
  return when_they_stand(std::move(read));
}

Record record_of(const Scenario& scenario, RowKey place, const NumberOf& publication,
                 const NumberOf& indicator) {
  Record record;
  const Value number_value = number(place.number);
  const Value revision = number(place.revision);
  record.head = {
      &kScenarioRevision,
      {number_value,
       revision,
       scenario.publication.empty() ? Value() : number(publication(scenario.publication)),
       to_string(scenario.role),
       said(scenario.title.en),
       said(scenario.title.ar),
       said(scenario.forecast.en),
       said(scenario.forecast.ar),
       said(scenario.wording.en),
       said(scenario.wording.ar),
       scenario.publisher_probability ? real(scenario.publisher_probability->value()) : Value(),
       said(scenario.part_of),
       scenario.asks ? Value(to_string(*scenario.asks)) : Value(),
       scenario.criterion ? Value() : real(scenario.prior.value()),
       in_either(scenario.prior_because),
       real(scenario.base_rate),
       in_either(scenario.base_rate_because),
       said(scenario.lasts_text),
       std::isinf(scenario.persistence.count()) ? Value() : real(scenario.persistence.count()),
       at(scenario.opened),
       at(scenario.horizon),
       in_either(scenario.resolves_yes),
       in_either(scenario.resolves_no),
       in_either(scenario.resolves_open),
       real(scenario.prior_within),
       also_in_arabic(scenario.prior_because),
       also_in_arabic(scenario.base_rate_because),
       also_in_arabic(scenario.resolves_yes),
       also_in_arabic(scenario.resolves_no),
       also_in_arabic(scenario.resolves_open)}};
  record.identity = identity(kScenario, place, scenario.id);
  record.new_identity = place.revision == 1;
  std::vector<Row> breakers;
  std::int64_t assumption = 0;
  for (const Assumption& assumed : scenario.assumes) {
    ++assumption;
    record.parts.push_back({&kAssumption,
                            {number_value, revision, number(assumption), said(assumed.text.en),
                             said(assumed.text.ar)}});
    std::int64_t position = 0;
    for (const std::string& breaker : assumed.broken_by) {
      breakers.push_back({&kBreaker,
                          {number_value, revision, number(assumption), number(++position),
                           number(indicator(breaker))}});
    }
  }
  std::move(breakers.begin(), breakers.end(), std::back_inserter(record.parts));
  std::int64_t position = 0;
  for (const Expectation& expected : scenario.expects) {
    record.parts.push_back(
        {&kExpectation,
         {number_value, revision, number(++position), number(indicator(expected.indicator)),
          std::string_view(expected.if_true.text), real(expected.if_true.rate.per_day()),
          said(expected.if_false.text), real(expected.if_false.rate.per_day()),
          in_either(expected.because), real(expected.within), real(expected.ratio_within),
          set_flag(expected.happening), real(expected.if_true.each_time),
          real(expected.if_false.each_time), also_in_arabic(expected.because)}});
  }
  position = 0;
  for (const std::string& id : scenario.implies) {
    record.parts.push_back(
        {&kImplied, {number_value, revision, number(++position), std::string_view(id)}});
  }
  if (scenario.criterion) add_criterion(record, *scenario.criterion, place, indicator);
  return record;
}

std::vector<Revision<GradeWorth>> grades_in(Connection& connection) {
  std::vector<Read<GradeWorth>> read;
  Query query = connection.query(
      "SELECT r.grade, r.revision, entry_time.recorded, r.reliability, r.digit, r.odds, "
      "r.as_credibility, r.because, r.because_ar "
      "FROM grade_revision r JOIN entry_time USING (entry) ORDER BY 1, 2");
  while (query.next()) {
    GradeWorth worth;
    worth.grade = grade_at(query, 3);
    worth.odds = query.real(5);
    worth.as_credibility = query.flag(6);
    worth.because = bilingual_at(query, 7, 8);
    require_in_range(worth, {connection, kGradeRevision, query.integer(0), query.integer(1)});
    read.push_back(revision_at(query, std::move(worth)));
  }
  return when_they_stand(std::move(read));
}

Record record_of(const GradeWorth& worth, RowKey place) {
  Record record;
  record.head = {&kGradeRevision,
                 {number(place.number), number(place.revision), letter(worth.grade),
                  digit(worth.grade), real(worth.odds), flag(worth.as_credibility),
                  in_either(worth.because), also_in_arabic(worth.because)}};
  record.identity = identity(kGrade, place, record.made.emplace_back(id_of(worth)));
  record.new_identity = place.revision == 1;
  return record;
}

}  // namespace signpost::store
