#include "engine/cli/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/zone.h"

namespace signpost::cli {
namespace {

/// A text as it stands in the file; empty where there is none.
Phrase written(const std::string& text) {
  return text.empty() ? Phrase() : Phrase("list.one", {{"text", text}});
}

/// A field of a definition, or of what a scenario expects of an indicator.
struct Field {
  Phrase name;
  Field(const char* its_name)  // NOLINT(google-explicit-constructor)
      : name(written(its_name)) {}
  Field(const char* its_name, const std::string& indicator)
      : name("changes.field-of", {{"field", its_name}, {"indicator", indicator}}) {}
};

/// Collects what differs, one phrase a field.
class Changes {
 public:
  void add(const Phrase& change) {
    all_ = all_.empty() ? change : Phrase("list.clause", {{"list", all_}, {"next", change}});
  }
  /// For values that are short enough to be shown.
  void value(const Field& field, const Phrase& before, const Phrase& after) {
    if (before == after) return;
    if (before.empty()) {
      add({"changes.value-given", {{"field", field.name}, {"after", after}}});
    } else if (after.empty()) {
      add({"changes.value-gone", {{"field", field.name}, {"before", before}}});
    } else {
      add({"changes.value", {{"field", field.name}, {"before", before}, {"after", after}}});
    }
  }
  void value(const Field& field, const std::string& before, const std::string& after) {
    value(field, written(before), written(after));
  }
  void number(const Field& field, double before, double after) {
    value(field, fmt::format("{}", before), fmt::format("{}", after));
  }
  /// For prose and lists: only that they differ.
  template <class T>
  void prose(const Field& field, const T& before, const T& after) {
    if (!(before == after)) add({"changes.reworded", {{"field", field.name}}});
  }
  template <class T>
  void list(const Field& field, const T& before, const T& after) {
    if (!(before == after)) add({"changes.changed", {{"field", field.name}}});
  }
  [[nodiscard]] const Phrase& all() const { return all_; }

 private:
  Phrase all_;
};

std::string instant(const std::optional<Instant>& time) { return time ? to_date(*time) : ""; }

/// On the schedule's own clock: as a day where it is the one second of it that a day stands for.
std::string on_its_clock(const Schedule& schedule, const std::optional<Instant>& time,
                         std::chrono::seconds of_day) {
  if (!time) return {};
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  const Instant shown(zone ? zone->wall(*time).time_since_epoch() : time->time_since_epoch());
  if (shown - std::chrono::floor<std::chrono::days>(shown) == of_day) return to_date(shown);
  std::string text = to_rfc3339(shown);
  text.pop_back();  // the Z: this is no UTC
  return text;
}

Phrase covered(const std::vector<std::string>& ids) {
  return ids == std::vector<std::string>{"*"} ? "changes.all" : Phrase::series(ids);
}

/// As files say it.
std::string duration(Days days) {
  return std::isinf(days.count()) ? "forever" : fmt::format("{:.6g} days", days.count());
}

/// What a definition may leave unsaid.
std::string said(const std::optional<Probability>& probability) {
  return probability ? fmt::format("{}", probability->value()) : "";
}
std::string said(const std::optional<double>& number) {
  return number ? fmt::format("{}", *number) : "";
}
std::string said(const std::optional<Asks>& asks) {
  return asks ? std::string(to_string(*asks)) : "";
}
std::string said(const std::optional<Grade>& grade) { return grade ? to_string(*grade) : ""; }

void compare(const Publication& a, const Publication& b, Changes& changes) {
  changes.prose("publisher", a.publisher, b.publisher);
  changes.value("published", instant(a.published), instant(b.published));
  changes.value("via", a.via, b.via);
  changes.value("language", a.language, b.language);
  changes.prose("title", a.title, b.title);
}

void compare(const Source& a, const Source& b, Changes& changes) {
  const auto letter = [](const Source& source) {
    return source.reliability ? std::string(1, *source.reliability) : std::string();
  };
  changes.value("reliability", letter(a), letter(b));
  changes.value("origin", a.origin, b.origin);
  if (a.party != b.party) {
    changes.add(b.party ? "changes.now-a-party" : "changes.no-longer-a-party");
  }
  changes.list("aliases", a.aliases, b.aliases);
  changes.prose("title", a.title, b.title);
  changes.prose("because", a.because, b.because);
}

void compare(const Indicator& a, const Indicator& b, Changes& changes) {
  const auto baseline = [](const Indicator& indicator) {
    return indicator.baseline
               ? Phrase("rate.month",
                        {{"n", fmt::format("{:.6g}", indicator.baseline->per_month())}})
               : Phrase();
  };
  changes.value("usual_grade", said(a.usual_grade), said(b.usual_grade));
  changes.value("of", a.of, b.of);
  changes.list("occasions", a.occasions, b.occasions);
  if (a.once != b.once) changes.add(b.once ? "changes.now-once" : "changes.no-longer-once");
  changes.value("lag", duration(a.lag), duration(b.lag));
  changes.number("dispersion", a.dispersion, b.dispersion);
  changes.value("watched", std::string(to_string(a.watched)), std::string(to_string(b.watched)));
  changes.value("baseline", baseline(a), baseline(b));
  changes.list("coverage", a.coverage, b.coverage);
  changes.list("seasons", a.seasons, b.seasons);
  changes.prose("title", a.title, b.title);
  changes.prose("observable", a.observable, b.observable);
  changes.prose("baseline_because", a.baseline_because, b.baseline_because);
}

const Expectation* expectation(const Scenario& scenario, const std::string& indicator) {
  const auto found =
      std::find_if(scenario.expects.begin(), scenario.expects.end(),
                   [&](const Expectation& entry) { return entry.indicator == indicator; });
  return found == scenario.expects.end() ? nullptr : &*found;
}

void compare_expectations(const Scenario& a, const Scenario& b, Changes& changes) {
  for (const Expectation& now : b.expects) {
    const Expectation* then = expectation(a, now.indicator);
    if (then == nullptr) {
      changes.add({"changes.now-expects", {{"indicator", now.indicator}}});
      continue;
    }
    if (then->happening != now.happening) {
      changes.add({now.happening ? "changes.now-its-happening" : "changes.no-longer-its-happening",
                   {{"indicator", now.indicator}}});
    }
    changes.value({"if_true", now.indicator}, then->if_true.text, now.if_true.text);
    changes.value({"if_false", now.indicator}, then->if_false.text, now.if_false.text);
    const bool baseline_moved = then->if_true.text == now.if_true.text &&
                                then->if_false.text == now.if_false.text &&
                                !(then->if_true == now.if_true && then->if_false == now.if_false);
    if (baseline_moved) {
      changes.add({"changes.rates-with-baseline", {{"indicator", now.indicator}}});
    }
    changes.value({"within", now.indicator}, said(then->within), said(now.within));
    changes.value({"ratio_within", now.indicator}, said(then->ratio_within),
                  said(now.ratio_within));
    changes.prose({"because", now.indicator}, then->because, now.because);
  }
  for (const Expectation& then : a.expects) {
    if (expectation(b, then.indicator) == nullptr) {
      changes.add({"changes.no-longer-expects", {{"indicator", then.indicator}}});
    }
  }
}

void compare_criteria(const Scenario& a, const Scenario& b, Changes& changes) {
  static const Criterion kNone;
  const Criterion& then = a.criterion ? *a.criterion : kNone;
  const Criterion& now = b.criterion ? *b.criterion : kNone;
  const auto day = [](const Scenario& scenario, Instant time) {
    return scenario.criterion ? to_date(time) : std::string();
  };
  changes.list("indicators", then.indicators, now.indicators);
  changes.value("from", day(a, then.window.from), day(b, now.window.from));
  changes.value("to", day(a, then.window.to), day(b, now.window.to));
  changes.value("at_least", said(then.at_least), said(now.at_least));
  changes.value("factor", said(then.factor), said(now.factor));
  changes.list("against", then.against, now.against);
  changes.value("history_from", day(a, then.history_from), day(b, now.history_from));
  changes.value("drift", said(then.drift), said(now.drift));
  changes.value("dispersion", said(then.dispersion), said(now.dispersion));
}

void compare(const GradeWorth& a, const GradeWorth& b, Changes& changes) {
  changes.number("odds", a.odds, b.odds);
  changes.prose("because", a.because, b.because);
}

void compare(const Scenario& a, const Scenario& b, Changes& changes) {
  const auto prior = [](const Scenario& scenario) {
    return scenario.criterion ? std::string() : fmt::format("{}", scenario.prior.value());
  };
  changes.value("publication", a.publication, b.publication);
  changes.value("role", std::string(to_string(a.role)), std::string(to_string(b.role)));
  changes.value("part_of", a.part_of, b.part_of);
  changes.list("implies", a.implies, b.implies);
  changes.value("asks", said(a.asks), said(b.asks));
  changes.value("prior", prior(a), prior(b));
  changes.value("prior_within", said(a.prior_within), said(b.prior_within));
  changes.value("base_rate", said(a.base_rate), said(b.base_rate));
  if (a.lasts_text.empty() || b.lasts_text.empty()) {
    changes.value("persistence", duration(a.persistence), duration(b.persistence));
  } else {  // what the persistence comes to follows from it and from the base rate
    changes.value("lasts", a.lasts_text, b.lasts_text);
  }
  changes.value("opened", instant(a.opened), instant(b.opened));
  changes.value("horizon", instant(a.horizon), instant(b.horizon));
  changes.value("publisher_probability", said(a.publisher_probability),
                said(b.publisher_probability));
  compare_criteria(a, b, changes);
  compare_expectations(a, b, changes);
  changes.list("assumptions", a.assumes, b.assumes);
  changes.prose("title", a.title, b.title);
  changes.prose("forecast", a.forecast, b.forecast);
  changes.prose("wording", a.wording, b.wording);
  changes.prose("prior_because", a.prior_because, b.prior_because);
  changes.prose("base_rate_because", a.base_rate_because, b.base_rate_because);
  if (a.resolves_yes != b.resolves_yes || a.resolves_no != b.resolves_no ||
      a.resolves_open != b.resolves_open) {
    changes.add("changes.criteria-reworded");
  }
}

/// "text (en) to reports/{schedule}-{date}.txt"
Phrase report(const Schedule& schedule) {
  if (!schedule.report) return {};
  return {"changes.report",
          {{"format", schedule.report->format},
           {"language", schedule.report->language},
           {"output", schedule.report->output}}};
}

void compare(const Schedule& a, const Schedule& b, Changes& changes) {
  changes.value("every", a.every, b.every);
  if (a.every == b.every) changes.value("rule", a.rule, b.rule);
  changes.value("timezone", a.timezone, b.timezone);
  constexpr std::chrono::seconds kFirst(0);
  constexpr std::chrono::seconds kLast = std::chrono::days(1) - std::chrono::seconds(1);
  changes.value("start", on_its_clock(a, a.start, kFirst), on_its_clock(b, b.start, kFirst));
  changes.value("until", on_its_clock(a, a.until, kLast), on_its_clock(b, b.until, kLast));
  changes.value("scenarios", covered(a.scenarios), covered(b.scenarios));
  changes.value("missed", std::string(to_string(a.missed)), std::string(to_string(b.missed)));
  changes.value("report", report(a), report(b));
  changes.prose("title", a.title, b.title);
}

void compare(const Alert& a, const Alert& b, Changes& changes) {
  const auto clear = [](const Alert& alert) {
    return alert.clear ? fmt::format("{}", *alert.clear) : std::string();
  };
  changes.value("scenario", a.scenario, b.scenario);
  changes.value("when", a.when, b.when);
  changes.number("for", a.in_a_row, b.in_a_row);
  changes.value("clear", clear(a), clear(b));
  changes.value("hold", duration(a.hold), duration(b.hold));
  changes.number("origins", a.origins, b.origins);
  changes.prose("title", a.title, b.title);
  changes.prose("because", a.because, b.because);
}

template <class T>
bool is_called(const T& definition, std::string_view id) {
  return definition.id == id;
}
bool is_called(const GradeWorth& worth, std::string_view id) {
  return to_string(worth.grade) == id;
}

template <class T>
Phrase compared(std::string_view id, const std::vector<T>& before, const std::vector<T>& after) {
  const auto named = [&](const T& definition) { return is_called(definition, id); };
  const auto then = std::find_if(before.begin(), before.end(), named);
  const auto now = std::find_if(after.begin(), after.end(), named);
  if (then == before.end() || now == after.end()) return {};
  Changes changes;
  compare(*then, *now, changes);
  return changes.all();
}

}  // namespace

Phrase changes_in_words(std::string_view kind, std::string_view id, const Definitions& before,
                        const Definitions& after) {
  if (kind == "publication") return compared(id, before.publications, after.publications);
  if (kind == "source") return compared(id, before.sources, after.sources);
  if (kind == "grade") return compared(id, before.grades, after.grades);
  if (kind == "indicator") return compared(id, before.indicators, after.indicators);
  if (kind == "schedule") return compared(id, before.schedules, after.schedules);
  if (kind == "alert") return compared(id, before.alerts, after.alerts);
  return compared(id, before.scenarios, after.scenarios);
}

}  // namespace signpost::cli
