#include "engine/cli/definitions_files.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/base/file.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/opening.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

namespace fs = std::filesystem;

/// The settings lie beside the store in a file of the same kind. Named, they are refused; in a
/// folder they are passed by.
void leave_out_settings(const Session& session, const std::vector<std::string>& named,
                        std::vector<fs::path>& files) {
  if (session.store.empty()) return;  // tests of scenarios have no store, and so no settings
  const std::array settings = {service::settings_file(session),
                               service::folder_of(session.store) / "signpost.toml"};
  const auto is_settings = [&](const fs::path& file) {
    return std::any_of(settings.begin(), settings.end(), [&](const fs::path& one) {
      std::error_code unknown;
      return !one.empty() && fs::equivalent(one, file, unknown);
    });
  };
  std::erase_if(files, [&](const fs::path& file) {
    if (!is_settings(file)) return false;
    if (std::find(named.begin(), named.end(), file.string()) == named.end()) return true;
    throw Error(ErrorKind::kInvalid, {"definitions.is-settings", {{"file", file.string()}}},
                "definitions.is-settings.hint");
  });
}

}  // namespace

DefinitionsFiles read_definitions_files(const Session& session,
                                        const std::vector<std::string>& paths) {
  Definitions known;
  if (std::filesystem::exists(session.store)) {
    const store::Store store = open_store(session, store::Store::Access::kRead);
    known = store.snapshot()->definitions(kForever);
    session.tell(
        {"definitions.known",
         {{"indicators", known.indicators.size()}, {"scenarios", known.scenarios.size()}}});
  }
  std::vector<fs::path> files = expand_paths(paths, ".toml");
  leave_out_settings(session, paths, files);
  if (files.empty()) throw Error(ErrorKind::kInvalid, "definitions.no-file");
  for (const auto& file : files) session.tell({"cli.reading", {{"file", file.string()}}});
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
    warning.message = {"definitions.past-horizon",
                       {{"scenario", scenario.id}, {"horizon", to_date(*scenario.horizon)}}};
    warning.hint = "definitions.past-horizon.hint";
    return warning;
  }
  const auto days = std::chrono::floor<std::chrono::days>(now - scenario.opened).count();
  if (days < 1) return std::nullopt;
  warning.message = {"definitions.silence-counts",
                     {{"scenario", scenario.id}, {"day", to_date(scenario.opened)}, {"n", days}}};
  std::vector<std::string> heard;
  if (scenario.criterion) heard = scenario.criterion->indicators;
  for (const Expectation& one : scenario.expects) heard.push_back(one.indicator);
  if (!heard.empty()) {
    const std::size_t others = heard.size() - 1;
    warning.hint = {
        others == 0 ? "definitions.silence-counts.hint" : "definitions.silence-of-several.hint",
        {{"indicator", heard.front()},
         {"from", to_date(scenario.opened)},
         {"to", to_date(now)},
         {"others", others}}};
  }
  return warning;
}

Phrase summary(const DefinitionsFiles& read) {
  return {"definitions.summary",
          {{"errors", read.errors}, {"warnings", read.warnings}, {"files", read.files}}};
}

void refuse_mistakes(const Session& session, const DefinitionsFiles& read, std::string_view key) {
  if (read.errors == 0) return;
  tell_mistakes(session, read.read.diagnostics);
  throw Error(ErrorKind::kInvalid, {key, {{"summary", summary(read)}}});
}

}  // namespace signpost::cli
