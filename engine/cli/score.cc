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
#include "engine/cli/diagnostics.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/intake/forecasts_reader.h"
#include "engine/report/scorecard.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
  std::string publication;
  std::string role;
  std::string from;
  std::string to;
  std::string spot;
  std::string among = "named";
  std::string known_at;
  bool hindsight = false;
};

/// A time, or a file that has one for each scenario.
void read_spot(const Options& options, const Session& session, assess::ScoreChoices& choices) {
  if (options.spot.empty()) return;
  if (const Parsed<WrittenTime> written = parse_time(options.spot)) {
    choices.spot = meant_as_end(*written);
    return;
  }
  const Parsed<WrittenTime> written = parse_time(options.spot);
  if (std::error_code unknown; !std::filesystem::exists(options.spot, unknown)) {
    throw Error(ErrorKind::kUsage,
                {"cli.option", {{"option", "--spot"}, {"says", written.problem().message}}},
                written.problem().hint);
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
  choices.hindsight = options.hindsight;
  choices.peers_are_all = options.among == "all";
  choices.publication = options.publication;
  if (!options.role.empty()) choices.role = named<Role>(options.role);
  if (!options.from.empty()) choices.from = start_of("--from", options.from);
  if (!options.to.empty()) choices.to = instant_of("--to", options.to);
  read_spot(options, session, choices);
  const Instant known_at =
      options.known_at.empty() ? session.clock.now : instant_of("--known-at", options.known_at);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  for (const std::string& id : options.scenarios) (void)archive.scenario(id);
  const auto publications = snapshot->publications();
  if (!options.publication.empty() &&
      std::none_of(publications.begin(), publications.end(),
                   [&](const auto& one) { return one.content.id == options.publication; })) {
    throw Error(ErrorKind::kUsage, {"score.no-publication", {{"id", options.publication}}});
  }
  const score::Scorecard card = assess::scorecard(archive, options.scenarios, known_at, choices);
  if (session.json) {
    session.out << report::scorecard_json(card);
  } else {
    session.show(report::scorecard_page(card, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_score(CLI::App& app, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("score", speech.say("help.score"));
  command->add_option("SCENARIO", options->scenarios, speech.say("help.score.scenario"))
      ->type_name("SCENARIO");
  command->add_option("--publication", options->publication, speech.say("help.score.publication"))
      ->type_name("ID");
  command->add_option("--role", options->role, speech.say("help.score.role"))
      ->type_name("ROLE")
      ->check(CLI::IsMember({"motive", "effect", "conclusion", "hypothesis"}));
  command->add_option("--from", options->from, speech.say("help.score.from"))->type_name("TIME");
  command->add_option("--to", options->to, speech.say("help.score.to"))->type_name("TIME");
  command->add_option("--spot", options->spot, speech.say("help.score.spot"))
      ->type_name("TIME|FILE");
  command->add_option("--among", options->among, speech.say("help.score.among"))
      ->type_name("named|all")
      ->check(CLI::IsMember({"named", "all"}));
  command->add_flag("--hindsight", options->hindsight, speech.say("help.score.hindsight"));
  command->add_option("--known-at", options->known_at, speech.say("help.score.known-at"))
      ->type_name("TIME");
  command->footer(example(speech, "  signpost score --hindsight"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
