#include "engine/cli/counting_options.h"

#include <algorithm>

#include "engine/cli/program.h"
#include "engine/cli/reading.h"

namespace signpost::cli {

void CountingOptions::add_to(Arguments command, const report::Speech& speech) {
  command.add_option("SCENARIO", scenarios, speech.say("help.score.scenario"))
      .type_name("SCENARIO");
  command.add_option("--publication", publication, speech.say("help.score.publication"))
      .type_name("ID");
  command.add_option("--role", role, speech.say("help.score.role"))
      .type_name("ROLE")
      .one_of({"motive", "effect", "conclusion", "hypothesis"});
  command.add_option("--from", from, speech.say("help.score.from")).type_name("TIME");
  command.add_option("--to", to, speech.say("help.score.to")).type_name("TIME");
  command.add_flag("--hindsight", hindsight, speech.say("help.score.hindsight"));
  command.add_option("--known-at", known_at, speech.say("help.score.known-at")).type_name("TIME");
}

assess::CountingChoices CountingOptions::choices() const {
  assess::CountingChoices choices;
  choices.hindsight = hindsight;
  choices.publication = publication;
  if (!role.empty()) choices.role = named<Role>(role);
  if (!from.empty()) choices.from = start_of("--from", from);
  if (!to.empty()) choices.to = instant_of("--to", to);
  if (choices.from && choices.to && *choices.from > *choices.to) {
    throw Error(
        ErrorKind::kUsage,
        {"cli.no-dates", {{"from", to_string(*choices.from)}, {"to", to_string(*choices.to)}}},
        "cli.no-dates.hint");
  }
  return choices;
}

Instant CountingOptions::known_by(const Session& session) const {
  return known_at.empty() ? session.clock.now : instant_of("--known-at", known_at);
}

void CountingOptions::check(assess::Archive& archive) const {
  for (const std::string& id : scenarios) (void)archive.scenario(id);
  const auto publications = archive.snapshot.publications();
  if (!publication.empty() &&
      std::none_of(publications.begin(), publications.end(),
                   [&](const auto& one) { return one.content.id == publication; })) {
    throw Error(ErrorKind::kUsage, {"score.no-publication", {{"id", publication}}});
  }
}

}  // namespace signpost::cli
