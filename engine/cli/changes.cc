#include "engine/cli/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace signpost::cli {
namespace {

/// Collects what differs, one phrase a field.
class Changes {
 public:
  void add(std::string phrase) { phrases_.push_back(std::move(phrase)); }
  /// For values that are short enough to be shown.
  void value(std::string_view field, const std::string& before, const std::string& after) {
    if (before == after) return;
    const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
    add(fmt::format("{} {} → {}", field, shown(before), shown(after)));
  }
  void number(std::string_view field, double before, double after) {
    value(field, fmt::format("{}", before), fmt::format("{}", after));
  }
  /// For prose and lists: only that they differ.
  template <class T>
  void prose(std::string_view field, const T& before, const T& after) {
    if (!(before == after)) add(fmt::format("{} reworded", field));
  }
  template <class T>
  void list(std::string_view field, const T& before, const T& after) {
    if (!(before == after)) add(fmt::format("{} changed", field));
  }
  [[nodiscard]] std::string take() const { return fmt::format("{}", fmt::join(phrases_, "; ")); }

 private:
  std::vector<std::string> phrases_;
};

std::string instant(const std::optional<Instant>& time) { return time ? to_date(*time) : ""; }

std::string duration(Days days) {
  return std::isinf(days.count()) ? "forever" : fmt::format("{:.6g} days", days.count());
}

std::string publisher(const std::optional<Probability>& probability) {
  return probability ? fmt::format("{}", probability->value()) : "";
}

void compare(const Publication& a, const Publication& b, Changes& changes) {
  changes.value("publisher", a.publisher, b.publisher);
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
    changes.add(b.party ? "now a party to the conflict" : "no longer a party to the conflict");
  }
  changes.list("aliases", a.aliases, b.aliases);
  changes.prose("title", a.title, b.title);
  changes.prose("because", a.because, b.because);
}

void compare(const Indicator& a, const Indicator& b, Changes& changes) {
  const auto baseline = [](const Indicator& indicator) {
    return indicator.baseline ? fmt::format("{:.6g} a month", indicator.baseline->per_month())
                              : std::string();
  };
  if (a.once != b.once) changes.add(b.once ? "now happens once" : "no longer happens only once");
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
      changes.add(fmt::format("now expects {}", now.indicator));
      continue;
    }
    changes.value("if_true of " + now.indicator, then->if_true.text, now.if_true.text);
    changes.value("if_false of " + now.indicator, then->if_false.text, now.if_false.text);
    const bool baseline_moved = then->if_true.text == now.if_true.text &&
                                then->if_false.text == now.if_false.text &&
                                !(then->if_true == now.if_true && then->if_false == now.if_false);
    if (baseline_moved) changes.add(fmt::format("rates of {} with its baseline", now.indicator));
    changes.number("within of " + now.indicator, then->within, now.within);
    changes.number("ratio_within of " + now.indicator, then->ratio_within, now.ratio_within);
    changes.prose("because of " + now.indicator, then->because, now.because);
  }
  for (const Expectation& then : a.expects) {
    if (expectation(b, then.indicator) == nullptr) {
      changes.add(fmt::format("no longer expects {}", then.indicator));
    }
  }
}

void compare(const Scenario& a, const Scenario& b, Changes& changes) {
  changes.value("publication", a.publication, b.publication);
  changes.value("role", std::string(to_string(a.role)), std::string(to_string(b.role)));
  changes.value("part_of", a.part_of, b.part_of);
  changes.value("asks", std::string(to_string(a.asks)), std::string(to_string(b.asks)));
  changes.number("prior", a.prior.value(), b.prior.value());
  changes.number("prior_within", a.prior_within, b.prior_within);
  changes.number("base_rate", a.base_rate.value(), b.base_rate.value());
  if (a.lasts_text.empty() || b.lasts_text.empty()) {
    changes.value("persistence", duration(a.persistence), duration(b.persistence));
  } else {  // what the persistence comes to follows from it and from the base rate
    changes.value("lasts", a.lasts_text, b.lasts_text);
  }
  changes.value("opened", instant(a.opened), instant(b.opened));
  changes.value("horizon", instant(a.horizon), instant(b.horizon));
  changes.value("publisher_probability", publisher(a.publisher_probability),
                publisher(b.publisher_probability));
  compare_expectations(a, b, changes);
  changes.list("assumptions", a.assumes, b.assumes);
  changes.prose("title", a.title, b.title);
  changes.prose("forecast", a.forecast, b.forecast);
  changes.prose("wording", a.wording, b.wording);
  changes.prose("prior_because", a.prior_because, b.prior_because);
  changes.prose("base_rate_because", a.base_rate_because, b.base_rate_because);
  if (a.resolves_yes != b.resolves_yes || a.resolves_no != b.resolves_no ||
      a.resolves_open != b.resolves_open) {
    changes.add("criteria reworded");
  }
}

template <class T>
std::string compared(std::string_view id, const std::vector<T>& before,
                     const std::vector<T>& after) {
  const auto named = [&](const T& definition) { return definition.id == id; };
  const auto then = std::find_if(before.begin(), before.end(), named);
  const auto now = std::find_if(after.begin(), after.end(), named);
  if (then == before.end() || now == after.end()) return {};
  Changes changes;
  compare(*then, *now, changes);
  return changes.take();
}

}  // namespace

std::string changes_in_words(std::string_view kind, std::string_view id, const Definitions& before,
                             const Definitions& after) {
  if (kind == "publication") return compared(id, before.publications, after.publications);
  if (kind == "source") return compared(id, before.sources, after.sources);
  if (kind == "indicator") return compared(id, before.indicators, after.indicators);
  return compared(id, before.scenarios, after.scenarios);
}

}  // namespace signpost::cli
