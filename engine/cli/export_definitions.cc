#include <cmath>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "engine/base/numbers.h"
#include "engine/cli/export_lines.h"

namespace signpost::cli {
namespace {

using cli::given_text;
using report::JsonWriter;

void given_texts(JsonWriter& json, const std::string& name, const Bilingual& value) {
  if (value == Bilingual{}) return;
  json.key(name).begin_object();
  given_text(json, "en", value.en);
  given_text(json, "ar", value.ar);
  json.end_object();
}

/// As it was written: one text where it is in one language.
void either(JsonWriter& json, const std::string& name, const Bilingual& value) {
  if (value.has_both()) {
    given_texts(json, name, value);
  } else {
    given_text(json, name, value.any());
  }
}

void duration(JsonWriter& json, std::string_view name, Days days) {
  json.key(name);
  if (std::isinf(days.count())) {
    json.value("forever");
  } else {
    json.value(days.count());  // days
  }
}

void definition(JsonWriter& json, const Publication& publication) {
  json.member("id", publication.id);
  either(json, "publisher", publication.publisher);
  if (publication.published) json.member("published", *publication.published);
  given_text(json, "via", publication.via);
  given_text(json, "language", publication.language);
  given_texts(json, "title", publication.title);
}

void definition(JsonWriter& json, const Source& source) {
  json.member("id", source.id);
  given_texts(json, "title", source.title);
  json.key("aliases").begin_array();
  for (const std::string& alias : source.aliases) json.value(alias);
  json.end_array();
  given_text(json, "origin", source.origin);
  if (source.reliability) json.member("reliability", std::string(1, *source.reliability));
  json.member("party", source.party);
  either(json, "because", source.because);
}

void occasions(JsonWriter& json, const Occasions& times) {
  json.key("occasions").begin_object();
  if (times.rule.empty()) {
    json.key("dates").begin_array();
    for (const Instant date : times.dates) json.value(date);
    json.end_array().end_object();
    return;
  }
  json.member("every", times.every).member("rule", times.rule);
  json.member("timezone", times.timezone).member("from", times.from);
  if (times.until) json.member("until", *times.until);
  json.end_object();
}

void definition(JsonWriter& json, const Indicator& indicator) {
  json.member("id", indicator.id);
  given_texts(json, "title", indicator.title);
  given_texts(json, "observable", indicator.observable);
  if (indicator.usual_grade) json.member("usual_grade", to_string(*indicator.usual_grade));
  given_text(json, "of", indicator.of);
  json.member("once", indicator.once);
  if (indicator.occasions) occasions(json, *indicator.occasions);
  duration(json, "lag", indicator.lag);
  json.member("dispersion", indicator.dispersion).member("watched", to_string(indicator.watched));
  if (indicator.baseline) json.member("baseline", indicator.baseline->per_day());  // events a day
  either(json, "baseline_because", indicator.baseline_because);
  json.key("coverage").begin_array();
  for (const CoverageSpan& span : indicator.coverage) {
    json.begin_object().member("from", span.from);
    end_of(json, "to", span.to);
    json.member("level", span.level);
    either(json, "because", span.because);
    json.end_object();
  }
  json.end_array().key("season").begin_array();
  for (const Season& season : indicator.seasons) {
    json.begin_object().member("from", season.from);
    end_of(json, "to", season.to);
    json.member("factor", season.factor);
    if (season.within) json.member("within", *season.within);
    either(json, "because", season.because);
    json.end_object();
  }
  json.end_array();
}

void expectation(JsonWriter& json, const Expectation& entry) {
  const auto rate = [&](std::string_view name, const WrittenRate& written) {
    json.key(name).begin_object().member("written", written.text);
    if (written.each_time) {
      json.member("each_time", *written.each_time);
    } else {
      json.member("per_day", written.rate.per_day());
    }
    json.end_object();
  };
  json.begin_object().member("indicator", entry.indicator);
  if (entry.happening) json.member("happening", true);
  rate("if_true", entry.if_true);
  if (!entry.happening) rate("if_false", entry.if_false);
  if (entry.within) json.member("within", *entry.within);
  if (entry.ratio_within) json.member("ratio_within", *entry.ratio_within);
  either(json, "because", entry.because);
  json.end_object();
}

void criterion(JsonWriter& json, const Criterion& criterion) {
  json.key("criterion").begin_object().key("indicators").begin_array();
  for (const std::string& id : criterion.indicators) json.value(id);
  json.end_array().member("from", criterion.window.from).member("to", criterion.window.to);
  if (criterion.at_least) json.member("at_least", *criterion.at_least);
  if (criterion.factor) json.member("factor", *criterion.factor);
  if (criterion.against) {
    json.key("against").begin_object().member("from", criterion.against->from);
    json.member("to", criterion.against->to).end_object();
  }
  json.member("history_from", criterion.history_from);
  if (criterion.drift) json.member("drift", *criterion.drift);
  if (criterion.dispersion) json.member("dispersion", *criterion.dispersion);
  json.end_object();
}

/// As it was written: the number that comes to these very odds, and of several the shortest.
double written_credibility(double odds) {
  double below = odds / (1 + odds);
  double above = below;
  std::optional<double> best;
  constexpr int kRoundings = 4;  // two operations, and one that undoes them
  for (int step = 0; step <= kRoundings; ++step) {
    for (const double q : {below, above}) {
      const bool shorter = !best || number_text(q).size() < number_text(*best).size();
      if (q / (1 - q) == odds && shorter) best = q;
    }
    below = std::nextafter(below, 0.0);
    above = std::nextafter(above, 1.0);
  }
  return best.value_or(odds / (1 + odds));
}

void definition(JsonWriter& json, const GradeWorth& worth) {
  if (worth.grade.reliability) json.member("letter", std::string(1, *worth.grade.reliability));
  if (worth.grade.credibility) json.member("digit", std::int64_t{*worth.grade.credibility});
  if (worth.as_credibility) {
    json.member("credibility", written_credibility(worth.odds));
  } else {
    json.member("odds", worth.odds);
  }
  either(json, "because", worth.because);
}

void definition(JsonWriter& json, const Scenario& scenario) {
  json.member("id", scenario.id);
  given_text(json, "publication", scenario.publication);
  json.member("role", to_string(scenario.role));
  given_texts(json, "title", scenario.title);
  given_texts(json, "forecast", scenario.forecast);
  given_texts(json, "wording", scenario.wording);
  if (scenario.publisher_probability) {
    json.member("publisher_probability", *scenario.publisher_probability);
  }
  given_text(json, "part_of", scenario.part_of);
  if (!scenario.implies.empty()) {
    json.key("implies").begin_array();
    for (const std::string& id : scenario.implies) json.value(id);
    json.end_array();
  }
  if (scenario.asks) json.member("asks", to_string(*scenario.asks));
  if (!scenario.criterion) json.member("prior", scenario.prior);
  either(json, "prior_because", scenario.prior_because);
  if (scenario.prior_within) json.member("prior_within", *scenario.prior_within);
  if (scenario.base_rate) json.member("base_rate", *scenario.base_rate);
  either(json, "base_rate_because", scenario.base_rate_because);
  given_text(json, "lasts", scenario.lasts_text);
  if (!scenario.criterion) duration(json, "persistence", scenario.persistence);
  json.member("opened", scenario.opened);
  if (scenario.horizon) json.member("horizon", *scenario.horizon);
  if (scenario.criterion) criterion(json, *scenario.criterion);
  json.key("resolves").begin_object();
  either(json, "yes", scenario.resolves_yes);
  either(json, "no", scenario.resolves_no);
  either(json, "open", scenario.resolves_open);
  json.end_object().key("assumes").begin_array();
  for (const Assumption& assumption : scenario.assumes) {
    json.begin_object();
    given_text(json, "en", assumption.text.en);
    given_text(json, "ar", assumption.text.ar);
    json.key("broken_by").begin_array();
    for (const std::string& indicator : assumption.broken_by) json.value(indicator);
    json.end_array().end_object();
  }
  json.end_array().key("expects").begin_array();
  for (const Expectation& entry : scenario.expects) expectation(json, entry);
  json.end_array();
}

void definition(JsonWriter& json, const Schedule& schedule) {
  json.member("id", schedule.id);
  given_texts(json, "title", schedule.title);
  json.member("every", schedule.every).member("rule", schedule.rule);
  json.member("timezone", schedule.timezone).member("start", schedule.start);
  if (schedule.until) json.member("until", *schedule.until);
  json.key("scenarios").begin_array();
  for (const std::string& id : schedule.scenarios) json.value(id);
  json.end_array().member("missed", to_string(schedule.missed));
  if (!schedule.report) return;
  json.key("report").begin_object().member("format", schedule.report->format);
  json.member("lang", schedule.report->language).member("output", schedule.report->output);
  json.end_object();
}

void definition(JsonWriter& json, const Alert& alert) {
  json.member("id", alert.id);
  given_texts(json, "title", alert.title);
  json.member("scenario", alert.scenario).key("when").begin_object();
  json.member("written", alert.when).member("condition", to_string(alert.condition.kind));
  if (alert.condition.at_horizon) json.member("at_horizon", true);
  json.member("level", alert.condition.level);
  duration(json, "within", alert.condition.within);
  given_text(json, "indicator", alert.condition.indicator);
  json.end_object().member("for", alert.in_a_row);
  if (alert.clear) json.member("clear", *alert.clear);
  duration(json, "hold", alert.hold);
  json.member("origins", alert.origins);
  either(json, "because", alert.because);
}

template <class T>
std::string definition_line(std::string_view kind, const store::Revision<T>& revision) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", kind).member("revision", revision.revision);
  json.member("known_from", revision.known.from);
  end_of(json, "known_until", revision.known.until);
  json.key("definition").begin_object();
  definition(json, revision.content);
  return json.end_object().end_object().take();
}

}  // namespace

void given_text(JsonWriter& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.member(name, value);
}

void end_of(JsonWriter& json, std::string_view name, Instant instant) {
  json.key(name);
  if (instant == kForever) {
    json.null();
  } else {
    json.value(instant);
  }
}

void write_definitions(const store::Snapshot& snapshot, std::ostream& out) {
  const auto write = [&](std::string_view kind, const auto& revisions) {
    for (const auto& revision : revisions) out << definition_line(kind, revision);
  };
  write("publication", snapshot.publications());
  write("source", snapshot.sources());
  write("grade", snapshot.grades());
  for (const std::string& id : snapshot.indicator_ids()) write("indicator", snapshot.indicator(id));
  for (const std::string& id : snapshot.scenario_ids()) write("scenario", snapshot.scenario(id));
  write("schedule", snapshot.schedules());
  write("alert", snapshot.alerts());
}

}  // namespace signpost::cli
