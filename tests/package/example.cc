// Signpost as a library: a forecast is loaded into a new store, one report is recorded, and where
// the forecast then stands is explained, entry by entry.
#include <filesystem>
#include <iostream>

#include "engine/assess/explanation.h"
#include "engine/intake/definitions_reader.h"
#include "engine/report/explain.h"
#include "engine/report/page_text.h"
#include "engine/store/store.h"

constexpr const char* kForecast = R"(
[[indicator]]
id = "raid"
title.en = "Raids on prisons"
observable.en = "one armed raid on a prison in the north-east"

[[scenario]]
id = "raids-go-on"
title.en = "Raids on prisons go on"
prior = 0.45
prior_because = "judgement"
lasts = "12 months"
opened = 2022-01-28
horizon = 2023-01-28
  [[scenario.expects]]
  indicator = "raid"
  if_true = "2 per month"
  if_false = "1 per year"
  because = "judgement"
)";

int main() {
  using namespace signpost;  // NOLINT(google-build-using-namespace): an example
  const auto read = intake::read_definitions_text("forecast.toml", kForecast, {});
  for (const Diagnostic& doubt : read.diagnostics) std::cerr << render(doubt);

  const std::filesystem::path file = "example.db";
  std::filesystem::remove(file);
  const Clock clock{.now = meant_as_start(*parse_time("2022-03-01"))};
  store::Store::create(file, clock);
  store::Store store = store::Store::open(file, store::Store::Access::kWrite);
  store.load(read.definitions, clock);
  store.record({.text = "Gunmen attacked a prison at night",
                .occurred = meant_as_start(*parse_time("2022-02-20")),
                .available = clock.now,
                .sightings = {{"raid", {}}},
                .source = "a local agency",
                .grade = *parse_grade("B2")},
               clock);

  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const assess::Case now(archive, "raids-go-on", {.as_of = clock.now, .known_at = clock.now});
  const report::Speech speech(Language::kEnglish);
  std::cout << report::page_text(
      report::explain_page(assess::explanation(now), {.now = clock.now}, speech), {.width = 80});
}
