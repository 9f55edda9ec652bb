// signpost mend-clock: the machine's clock was ahead, and is right now.
#include <memory>
#include <ostream>

#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
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
    const report::Speech& speech = session.speech;
    report::Page page(speech.language());
    page.paragraph(speech.say("clock.mended", {{"n", ahead.entries}}));
    if (ahead.slots + ahead.judgements > 0) {
      page.paragraph(speech.say(Phrase("clock.void", {{"what", service::voided_in_words(ahead)}})));
    }
    session.show(page);
  }
  answer_changes(session, store);
  return kDone;
}

}  // namespace

Command add_mend_clock(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("mend-clock", speech.say("help.mend-clock"));
  command.add_option("--because", options->because, speech.say("help.mend-clock.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
  command.footer(example(
      speech, "  signpost mend-clock --because \"the laptop's clock was a month ahead on 3 May\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
