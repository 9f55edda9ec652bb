// signpost score: how good the forecasts were, against honest rivals.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/scorecard.h"
#include "engine/cli/command.h"
#include "engine/cli/counting_options.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/intake/forecasts_reader.h"
#include "engine/report/scorecard.h"

namespace signpost::cli {
namespace {

struct Options {
  CountingOptions counting;
  std::string spot;
  std::string among = "named";
};

/// A time, or a file that has one for each scenario.
void read_spot(const Options& options, const Session& session, assess::ScoreChoices& choices) {
  if (options.spot.empty()) return;
  std::error_code unknown;
  if (parse_time(options.spot) || !std::filesystem::exists(options.spot, unknown)) {
    choices.spot = instant_of("--spot", options.spot);
    return;
  }
  std::vector<Diagnostic> rejected;
  choices.spots = intake::read_spots(
      options.spot, [&](Diagnostic&& mistake) { rejected.push_back(std::move(mistake)); });
  tell_mistakes(session, rejected);
  if (!rejected.empty()) {
    throw Error(ErrorKind::kInvalid,
                {"score.spots-rejected", {{"n", static_cast<std::int64_t>(rejected.size())}}});
  }
}

int run(const Options& options, const Session& session) {
  assess::ScoreChoices choices;
  static_cast<assess::CountingChoices&>(choices) = options.counting.choices();
  choices.peers_are_all = options.among == "all";
  read_spot(options, session, choices);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  options.counting.check(archive);
  const score::Scorecard card = assess::scorecard(archive, options.counting.scenarios,
                                                  options.counting.known_by(session), choices);
  if (session.json) {
    session.out << report::scorecard_json(card);
  } else {
    session.show(report::scorecard_page(card, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_score(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("score", speech.say("help.score"));
  options->counting.add_to(command, speech);
  command.add_option("--spot", options->spot, speech.say("help.score.spot")).type_name("TIME|FILE");
  command.add_option("--among", options->among, speech.say("help.score.among"))
      .type_name("named|all")
      .one_of({"named", "all"});
  command.footer(example(speech, "  signpost score --hindsight"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
