// signpost calibration: whether what was said to be 70 % likely came true in seven of ten.
#include "engine/report/calibration.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/scorecard.h"
#include "engine/cli/command.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/intake/forecasts_reader.h"

namespace signpost::cli {
namespace {

constexpr int kLongestLead = 36'525;

struct Options {
  std::vector<std::string> scenarios;
  std::optional<int> lead;  // days
  std::string file;
  std::string known_at;
  bool hindsight = false;
  bool csv = false;
};

/// What chooses among the store's forecasts says nothing of a table's.
void refuse_mixture(const Options& options) {
  if (options.file.empty()) return;
  for (const auto& [other, is_given] :
       {std::pair("SCENARIO", !options.scenarios.empty()),
        std::pair("--lead", options.lead.has_value()), std::pair("--hindsight", options.hindsight),
        std::pair("--known-at", !options.known_at.empty())}) {
    if (!is_given) continue;
    throw Error(ErrorKind::kUsage, {"cli.excludes", {{"option", "--file"}, {"other", other}}},
                "calibration.file-alone.hint");
  }
}

score::CalibrationCard from_file(const Options& options, const Session& session) {
  std::vector<Diagnostic> rejected;
  std::vector<score::ForecastOutcome> pairs;
  for (const auto& [forecast, outcome] : intake::read_pairs(
           options.file, [&](Diagnostic&& mistake) { rejected.push_back(std::move(mistake)); })) {
    pairs.push_back({forecast, outcome});
  }
  tell_mistakes(session, rejected);
  if (!rejected.empty()) {
    throw Error(ErrorKind::kInvalid,
                {"score.spots-rejected", {{"n", static_cast<std::int64_t>(rejected.size())}}});
  }
  return assess::calibration_card(std::move(pairs));
}

score::CalibrationCard from_store(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Instant known_at =
      options.known_at.empty() ? session.clock.now : instant_of("--known-at", options.known_at);
  const Days lead = options.lead ? Days(*options.lead) : Days(score::CalibrationCard::kLead);
  return assess::calibration_card(archive, options.scenarios, known_at, lead, options.hindsight);
}

int run(const Options& options, const Session& session) {
  refuse_mixture(options);
  const score::CalibrationCard card =
      options.file.empty() ? from_store(options, session) : from_file(options, session);
  if (session.json) {
    session.out << report::calibration_json(card);
  } else if (options.csv) {
    session.out << report::calibration_csv(card);
  } else {
    session.show(report::calibration_page(card, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_calibration(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("calibration", speech.say("help.calibration"));
  command.add_option("SCENARIO", options->scenarios, speech.say("help.score.scenario"))
      .type_name("SCENARIO");
  command.add_option("--lead", options->lead, speech.say("help.calibration.lead"))
      .type_name("DAYS")
      .transform(whole_number(speech, 0, kLongestLead));
  command.add_option("--file", options->file, speech.say("help.calibration.file")).type_name("CSV");
  command.add_flag("--hindsight", options->hindsight, speech.say("help.score.hindsight"));
  command.add_option("--known-at", options->known_at, speech.say("help.score.known-at"))
      .type_name("TIME");
  command.add_flag("--csv", options->csv, speech.say("help.calibration.csv"));
  command.footer(example(speech, "  signpost calibration --lead 180 --hindsight"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
