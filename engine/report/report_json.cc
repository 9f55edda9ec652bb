#include "engine/report/report_json.h"

#include "engine/report/count.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

void text(JsonWriter& json, std::string_view name, std::string_view words) {
  text_member(json, name, without_isolates(words));
}

void texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& all) {
  json.key(name).begin_array();
  for (const std::string& words : all) json.value(without_isolates(words));
  json.end_array();
}

void figure(JsonWriter& json, std::string_view name, const Figure& figure) {
  json.member(name, figure.value);
}

void figure(JsonWriter& json, std::string_view name, const std::optional<Figure>& figure) {
  json.key(name).value(figure ? std::optional(figure->value) : std::nullopt);
}

/// A list of objects, each written by `write`.
template <class Row, class Write>
void objects(JsonWriter& json, std::string_view name, const std::vector<Row>& rows, Write write) {
  json.key(name).begin_array();
  for (const Row& row : rows) {
    json.begin_object();
    write(row);
    json.end_object();
  }
  json.end_array();
}

void linchpin(JsonWriter& json, std::string_view name, const std::optional<LinchpinText>& pin) {
  json.key(name);
  if (!pin) {
    json.null();
    return;
  }
  json.begin_object();
  texts(json, "names", pin->names);
  figure(json, "probability_without", pin->without);
  json.member("exact", pin->exact).end_object();
}

void movement(JsonWriter& json, const std::optional<MovementText>& moved) {
  json.key("movement");
  if (!moved) {
    json.null();
    return;
  }
  json.begin_object().member("from", moved->from);
  figure(json, "before", moved->before);
  figure(json, "after", moved->after);
  figure(json, "change_points", moved->points);
  figure(json, "change_db", moved->change);
  json.member("word_changed", moved->word_changed);
  text(json, "paragraph", moved->paragraph);
  std::vector<MovementRow> parts = moved->rows;  // these numbers are not rounded
  std::erase_if(parts, [](const MovementRow& row) { return !row.kind; });
  objects(json, "parts", parts, [&](const MovementRow& row) {
    json.member("kind", signpost::to_string(*row.kind));
    text(json, "label", row.label);
    items_member(json, "items", row.items);
    json.member("points", static_cast<std::int64_t>(row.points.value));
    figure(json, "change_db", row.change);
  });
  json.end_object();
}

void ledger(JsonWriter& json, const std::vector<LedgerRow>& rows) {
  objects(json, "ledger", rows, [&](const LedgerRow& row) {
    json.member("kind", to_string(row.kind));
    text(json, "event", row.event);
    text(json, "indicator", row.indicator);
    text(json, "label", row.label);
    text(json, "under", row.under);
    text(json, "when", row.when);
    text(json, "grade", row.grade);
    text(json, "source", row.source);
    text(json, "url", row.url);
    text(json, "note", row.note);
    items_member(json, "items", row.items);
    figure(json, "credibility", row.credibility);
    figure(json, "arrived_db", row.arrived);
    figure(json, "today_db", row.today);
    figure(json, "probability_without", row.without);
  });
}

void indicators(JsonWriter& json, const std::vector<IndicatorRow>& rows) {
  objects(json, "indicators", rows, [&](const IndicatorRow& row) {
    text(json, "id", row.id);
    text(json, "title", row.title);
    text(json, "observable", row.observable);
    text(json, "watched", row.watched);
    text(json, "last_seen", row.last_seen);
    text(json, "seen", row.seen);
    text(json, "if_true", row.if_true);
    text(json, "if_false", row.if_false);
    text(json, "ratio", row.ratio);
    text(json, "misfit", row.misfit);
    json.member("counter", row.counter).member("uncovered", row.uncovered);
    json.member("stale", row.stale);
  });
}

void watch(JsonWriter& json, const std::vector<WatchRow>& rows) {
  objects(json, "watch", rows, [&](const WatchRow& row) {
    text(json, "indicator", row.id);
    text(json, "title", row.title);
    figure(json, "bits", row.bits);
    figure(json, "bits_if_covered", row.bits_if_covered);
    figure(json, "if_seen", row.if_seen);
    figure(json, "if_silent", row.if_silent);
    json.member("uncovered", row.uncovered).member("stale", row.stale);
  });
}

void chart(JsonWriter& json, const Chart& chart) {
  objects(json, "history", chart.points, [&](const BandPoint& point) {
    json.member("as_of", point.as_of).member("probability", point.probability);
    json.member("low", point.interval.low).member("high", point.interval.high);
  });
  objects(json, "marks", chart.marks, [&](const ChartMark& mark) {
    json.member("at", mark.at);
    text(json, "label", mark.label);
    figure(json, "today_db", mark.today);
    json.member("probability", mark.probability).member("revision", mark.revision);
  });
  json.key("believed");
  if (chart.believed) {
    json.begin_object().member("at", chart.believed->at);
    json.member("probability", chart.believed->probability).end_object();
  } else {
    json.null();
  }
}

void headline(JsonWriter& json, const ScenarioReport& told) {
  figure(json, "probability", told.probability);
  figure(json, "log_odds_db", told.log_odds);
  json.key("word").begin_object().member("scale", "icd203");
  text(json, "key", told.word_key);
  json.end_object().key("interval").begin_object();
  figure(json, "low", told.low);
  figure(json, "high", told.high);
  json.end_object();
  text(json, "cannot_tell", told.cannot_tell);
  json.member("probability_at_horizon", told.probability_at_horizon);
  text(json, "at_horizon", told.at_horizon);
  came_true_member(json, told.came_true);
  resolution_member(json, "resolution", told.resolution);
  text(json, "happened", told.happened);
  texts(json, "remarks", told.remarks);
  figure(json, "prior", told.prior);
  text(json, "prior_because", told.prior_because);
  figure(json, "base_rate", told.base_rate);
  json.key("confidence").begin_object();
  json.member("level", signpost::to_string(told.confidence_key));
  json.member("width", told.grounds.width).member("origins", told.grounds.origins);
  json.member("without_strongest", told.grounds.without_strongest);
  json.member("without_source", told.grounds.without_source).end_object();
  text(json, "fragility", told.fragility);
  json.key("linchpins").begin_object();
  linchpin(json, "events", told.events);
  linchpin(json, "sources", told.sources);
  json.end_object();
}

void scenario(JsonWriter& json, const ScenarioReport& told) {
  text(json, "id", told.id);
  text(json, "title", told.title);
  json.member("role", to_string(told.role_key));
  text(json, "forecast", told.forecast);
  text(json, "translation", told.translation);
  text(json, "publication", told.publication);
  text(json, "wording", told.wording);
  json.member("state", signpost::to_string(told.state_key)).member("revision", told.revision);
  json.member("retired", told.retired_at).member("opened", told.opened_at);
  json.member("horizon", told.horizon_at);
  headline(json, told);
  if (told.count) {
    count_member(json, told.count->assessment, told.count->forecast, told.count->judged);
  }
  movement(json, told.movement);
  ledger(json, told.ledger);
  objects(json, "not_counted", told.not_counted, [&](const NotCountedRow& row) {
    text(json, "label", row.label);
    text(json, "reason", row.reason);
    items_member(json, "items", row.items);
  });
  indicators(json, told.indicators);
  watch(json, told.watch);
  objects(json, "assumptions", told.assumptions, [&](const AssumptionText& assumption) {
    text(json, "text", assumption.text);
    text(json, "doubt", assumption.doubt);
  });
  texts(json, "covers", told.covers);
  texts(json, "advice", told.advice);
  json.key("resolves").begin_object();
  text(json, "yes", told.resolves_yes);
  text(json, "no", told.resolves_no);
  text(json, "open", told.resolves_open);
  json.end_object().member("evidence_count", told.evidence_count);
  text(json, "evidence", told.evidence);
  chart(json, told.chart);
}

}  // namespace

std::string report_json(const Report& report) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.report/1");
  json.member("language", report.language == Language::kArabic ? "ar" : "en");
  moment_members(json, report.moment, report.hindsight, report.not_known_then,
                 report.not_available);
  json.member("model", kModelNumber);
  text(json, "title", report.title);
  text(json, "reading", report.reading);
  json.member("since", report.since_at);
  texts(json, "publications", report.publications);
  text(json, "withheld", report.withheld);
  texts(json, "moved", report.moved);
  texts(json, "due", report.due);
  texts(json, "fared", report.fared);
  objects(json, "scenarios", report.scenarios,
          [&](const ScenarioReport& told) { scenario(json, told); });
  texts(json, "foot", report.foot);
  json.end_object();
  return json.take();
}

}  // namespace signpost::report
