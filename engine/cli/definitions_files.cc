#include "engine/cli/definitions_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/base/file.h"
#include "engine/cli/opening.h"
#include "engine/report/figures.h"
#include "engine/store/store.h"

namespace signpost::cli {

DefinitionsFiles read_definitions_files(const Session& session,
                                        const std::vector<std::string>& paths) {
  Definitions known;
  if (std::filesystem::exists(session.store)) {
    const store::Store store = open_store(session, store::Store::Access::kRead);
    known = store.snapshot()->definitions(kForever);
    session.tell(fmt::format("{} indicators and {} scenarios known from the store",
                             known.indicators.size(), known.scenarios.size()));
  }
  const std::vector<std::filesystem::path> files = expand_paths(paths, ".toml");
  if (files.empty()) {
    throw Error(ErrorKind::kBadInput, "there is no .toml file in what was named");
  }
  for (const auto& file : files) session.tell("reading " + file.string());
  DefinitionsFiles all;
  all.read = intake::read_definitions(files, known);
  all.known = std::move(known);
  all.files = files.size();
  for (const Diagnostic& diagnostic : all.read.diagnostics) {
    ++(diagnostic.severity == Diagnostic::Severity::kError ? all.errors : all.warnings);
  }
  return all;
}

void add_warning(DefinitionsFiles& all, Diagnostic warning) {
  std::vector<Diagnostic>& list = all.read.diagnostics;
  auto after = std::find_if(list.begin(), list.end(), [&](const Diagnostic& other) {
    return other.file == warning.file && other.line > warning.line;
  });
  if (after == list.end()) {  // behind the last of its file
    after = std::find_if(list.rbegin(), list.rend(), [&](const Diagnostic& other) {
              return other.file == warning.file;
            }).base();
    if (after == list.begin()) after = list.end();
  }
  list.insert(after, std::move(warning));
  ++all.warnings;
}

std::optional<Diagnostic> doubt_of_time(const DefinitionsFiles& all, const Scenario& scenario,
                                        Instant now) {
  const auto place = all.read.scenarios_at.find(scenario.id);
  const bool is_known = std::any_of(all.known.scenarios.begin(), all.known.scenarios.end(),
                                    [&](const Scenario& one) { return one.id == scenario.id; });
  if (place == all.read.scenarios_at.end() || is_known) return std::nullopt;
  Diagnostic warning = place->second;
  if (scenario.horizon && *scenario.horizon <= now) {
    warning.message = fmt::format("\"{}\": its horizon, {}, is past: what it says is hindsight",
                                  scenario.id, to_date(*scenario.horizon));
    warning.hint = "it is kept and shown, and never scored as foresight";
    return warning;
  }
  const auto days = std::chrono::floor<std::chrono::days>(now - scenario.opened).count();
  if (days < 1) return std::nullopt;
  warning.message = fmt::format("\"{}\": it opened on {}: {} of silence {} since then", scenario.id,
                                to_date(scenario.opened), report::counted(days, "day", "days"),
                                days == 1 ? "counts" : "count");
  if (!scenario.expects.empty()) {
    const std::size_t others = scenario.expects.size() - 1;
    warning.hint = fmt::format(
        "if nobody looked: `signpost cover {} --from {} --to {} --level 0 --because TEXT`{}",
        scenario.expects.front().indicator, to_date(scenario.opened), to_date(now),
        others == 0 ? std::string()
                    : fmt::format(", and so for its {}",
                                  report::counted(static_cast<std::int64_t>(others),
                                                  "other indicator", "other indicators")));
  }
  return warning;
}

std::string summary(const DefinitionsFiles& read) {
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  return fmt::format("{}, {} in {}", report::counted(number(read.errors), "error", "errors"),
                     report::counted(number(read.warnings), "warning", "warnings"),
                     report::counted(number(read.files), "file", "files"));
}

}  // namespace signpost::cli
