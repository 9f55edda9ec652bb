// signpost forecast: what others forecast of a scenario, to be scored beside it.
#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/base/numbers.h"
#include "engine/cli/command.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/intake/forecasts_reader.h"
#include "engine/report/forecasts.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string scenario;
  std::string probability;
  std::string by;
  std::string at;
  std::string because;
  std::string file;
  bool sealed = false;
  bool withdraw = false;
  bool unseal = false;
  bool list = false;
};

int list(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  if (!options.scenario.empty()) (void)archive.scenario(options.scenario);
  std::vector<report::ForecastLine> lines;
  for (Forecast& one : snapshot->forecasts(options.scenario)) {
    const bool settled = archive.resolution(one.scenario, session.clock.now).has_value();
    const Bilingual& title = archive.scenario_at(one.scenario, kForever).title;
    lines.push_back({std::move(one), title, settled});
  }
  if (session.json) {
    session.out << report::forecasts_json(lines);
  } else {
    session.show(report::forecasts_page(lines, session.speech));
  }
  return kDone;
}

void answer(const Session& session, int added, const report::Page& page) {
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.forecast/1").member("added", added);
    session.out << json.end_object().take();
    return;
  }
  session.show(page);
}

int from_file(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const std::vector<std::string> ids = store.snapshot()->scenario_ids();
  std::vector<Forecast> forecasts;
  std::vector<Diagnostic> rejected;
  intake::read_forecasts(
      options.file,
      [&](Forecast&& forecast, std::uint32_t line) {
        if (std::find(ids.begin(), ids.end(), forecast.scenario) == ids.end()) {
          rejected.push_back({.file = options.file,
                              .line = line,
                              .message = {"assess.no-scenario", {{"scenario", forecast.scenario}}},
                              .hint = {},
                              .source_line = {}});
          return;
        }
        if (options.sealed) forecast.sealed = true;
        forecasts.push_back(std::move(forecast));
      },
      [&](Diagnostic&& mistake) { rejected.push_back(std::move(mistake)); });
  tell_mistakes(session, rejected);
  if (!rejected.empty()) {
    throw Error(ErrorKind::kInvalid,
                {"forecast.rejected", {{"n", static_cast<std::int64_t>(rejected.size())}}});
  }
  const int added = store.forecast(forecasts, session.clock);
  report::Page page(session.speech.language());
  page.paragraph(session.say(
      "forecast.from-file",
      {{"n", std::int64_t{added}},
       {"unchanged", static_cast<std::int64_t>(forecasts.size()) - std::int64_t{added}}}));
  answer(session, added, page);
  return kDone;
}

int unseal(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const int unsealed = store.unseal(options.scenario, options.by, session.clock);
  if (unsealed == 0) {
    throw Error(ErrorKind::kConflict,
                {"forecast.nothing-sealed", {{"by", options.by}, {"scenario", options.scenario}}});
  }
  report::Page page(session.speech.language());
  page.paragraph(session.say("forecast.unsealed",
                             {{"n", std::int64_t{unsealed}}, {"by", report::quoted(options.by)}}));
  answer(session, unsealed, page);
  return kDone;
}

int one(const Options& options, const Session& session) {
  if (options.scenario.empty() || options.by.empty() ||
      (options.probability.empty() && !options.withdraw)) {
    throw Error(ErrorKind::kUsage, "forecast.needs", "forecast.needs.hint");
  }
  Forecast forecast;
  forecast.scenario = options.scenario;
  forecast.by = options.by;
  forecast.at = options.at.empty() ? session.clock.now : start_of("--at", options.at);
  forecast.because = Bilingual(options.because);
  forecast.sealed = options.sealed;
  if (!options.withdraw) {
    const std::optional<double> share = parse_share(options.probability);
    if (!share) {
      throw Error(ErrorKind::kUsage, {"forecast.no-probability", {{"text", options.probability}}},
                  "forecast.no-probability.hint");
    }
    forecast.probability = Probability(*share);
  }
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const int added = store.forecast({&forecast, 1}, session.clock);
  report::Page page(session.speech.language());
  page.paragraph(session.say(added == 0         ? "forecast.unchanged"
                             : forecast.sealed  ? "forecast.sealed"
                             : options.withdraw ? "forecast.withdrawn"
                                                : "forecast.recorded",
                             {{"by", report::quoted(forecast.by)},
                              {"day", session.speech.moment(forecast.at)},
                              {"probability", forecast.probability && !forecast.sealed
                                                  ? session.speech.percent(*forecast.probability)
                                                  : std::string()}}));
  answer(session, added, page);
  return kDone;
}

/// It lists, reads a table, unseals, withdraws or records: what is said for another of these would
/// be passed over, and so it is refused.
void refuse_mixture(const Options& options) {
  const auto refuse = [](std::string_view mode, const char* hint,
                         std::initializer_list<std::pair<std::string_view, bool>> others) {
    for (const auto& [other, is_given] : others) {
      if (!is_given) continue;
      throw Error(ErrorKind::kUsage, {"cli.excludes", {{"option", mode}, {"other", other}}}, hint);
    }
  };
  const std::pair scenario("SCENARIO", !options.scenario.empty());
  const std::pair probability("P", !options.probability.empty());
  const std::pair by("--by", !options.by.empty());
  const std::pair at("--at", !options.at.empty());
  const std::pair because("--because", !options.because.empty());
  const std::pair sealed("--sealed", options.sealed);
  const std::pair withdraw("--withdraw", options.withdraw);
  const std::pair unseal("--unseal", options.unseal);
  const std::pair file("--file", !options.file.empty());
  if (options.list) {
    refuse("--list", "forecast.list-alone.hint",
           {file, unseal, withdraw, probability, sealed, by, at, because});
  } else if (!options.file.empty()) {
    refuse("--file", "forecast.file-alone.hint",
           {unseal, withdraw, scenario, probability, by, at, because});
  } else if (options.unseal) {
    refuse("--unseal", "forecast.unseal-alone.hint", {withdraw, probability, sealed, at, because});
    if (options.scenario.empty() || options.by.empty()) {
      throw Error(ErrorKind::kUsage, "forecast.unseal-needs", "forecast.unseal-alone.hint");
    }
  } else if (options.withdraw) {
    refuse("--withdraw", "forecast.needs.hint", {probability});
  }
}

int run(const Options& options, const Session& session) {
  refuse_mixture(options);
  if (options.list) return list(options, session);
  if (!options.file.empty()) return from_file(options, session);
  if (options.unseal) return unseal(options, session);
  return one(options, session);
}

}  // namespace

Command add_forecast(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("forecast", speech.say("help.forecast"));
  command.add_option("SCENARIO", options->scenario, speech.say("help.scenario"))
      .type_name("SCENARIO");
  command.add_option("P", options->probability, speech.say("help.forecast.probability"))
      .type_name("P");
  command.add_option("--by", options->by, speech.say("help.forecast.by"))
      .type_name("NAME")
      .check(says_something(speech));
  command.add_option("--at", options->at, speech.say("help.forecast.at")).type_name("TIME");
  command.add_option("--because", options->because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech));
  command.add_flag("--sealed", options->sealed, speech.say("help.forecast.sealed"));
  command.add_flag("--unseal", options->unseal, speech.say("help.forecast.unseal"));
  command.add_flag("--withdraw", options->withdraw, speech.say("help.forecast.withdraw"));
  command.add_option("--file", options->file, speech.say("help.forecast.file")).type_name("CSV");
  command.add_flag("--list", options->list, speech.say("help.forecast.list"));
  command.footer(
      example(speech,
              "  signpost forecast effect-operations-syria 40% --by \"ICG\" --at 2022-06-01 \\\n"
              "      --because \"its monthly outlook\"\n"
              "  signpost forecast --list effect-operations-syria"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
