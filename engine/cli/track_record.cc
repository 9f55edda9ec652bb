// signpost track-record: which indicators, sources and grades of evidence earned their keep.
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/credits.h"
#include "engine/cli/command.h"
#include "engine/cli/counting_options.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/credits.h"

namespace signpost::cli {
namespace {

int run(const CountingOptions& options, const Session& session) {
  const assess::CountingChoices choices = options.choices();
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  options.check(archive);
  const score::CreditCard card =
      assess::credit_card(archive, options.scenarios, options.known_by(session), choices);
  if (session.json) {
    session.out << report::credits_json(card);
  } else {
    session.show(report::credits_page(card, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_track_record(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<CountingOptions>();
  const Arguments command = program.add_subcommand("track-record", speech.say("help.track-record"));
  options->add_to(command, speech);
  command.footer(example(speech, "  signpost track-record --hindsight"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
