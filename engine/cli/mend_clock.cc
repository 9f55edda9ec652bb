// signpost mend-clock: the machine's clock was ahead, and is right now.
#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_writer.h"
#include "engine/report/speech.h"
#include "engine/service/ahead.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string because;
};

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const store::AheadOfClock ahead = service::later_than_clock(session.clock, *store.snapshot());
  store.mend_clock(options.because, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.mend-clock/1");
    json.member("entries", ahead.entries).member("slots", ahead.slots);
    json.member("judgements", ahead.judgements);
    session.out << json.end_object().take();
  } else {
    const report::Speech speech(report::Language::kEnglish);
    const report::IsolatedText ready(session.terminal);
    session.out << ready.paragraph(speech.say("clock.mended", {{"n", ahead.entries}}));
    if (ahead.slots + ahead.judgements > 0) {
      session.out << ready.paragraph(
          speech.say("clock.void", {{"what", service::voided_in_words(ahead, speech)}}));
    }
  }
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_mend_clock(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "mend-clock",
      "Say that the clock was ahead and is right now\n"
      "What was stamped later than now counts as recorded now; slots and judgements of alerts that "
      "are dated later are void and done again when they are due. Nothing that was said changes.");
  command->add_option("--because", options->because, "What was wrong; it is kept")
      ->type_name("TEXT")
      ->check(says_something())
      ->required();
  command->footer(
      "Example\n"
      "  signpost mend-clock --because \"the laptop's clock was a month ahead on 3 May\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
