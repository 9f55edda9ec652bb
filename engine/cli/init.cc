// signpost init: make the store.
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

int run(const Session& session) {
  store::Store::create(session.store, session.clock);
  tell_rehearsal(session, session.clock.rehearsed);
  const std::string path = session.store.string();
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.init/1").member("store", path).end_object();
    session.out << json.take();
    return kDone;
  }
  report::Page page(session.speech.language());
  page.paragraph(session.say("init.done", {{"store", report::quoted(path)}}));
  page.paragraph(session.say("init.next"));
  session.show(page);
  return kDone;
}

}  // namespace

Command add_init(Arguments program, const report::Speech& speech) {
  const Arguments command = program.add_subcommand("init", speech.say("help.init"));
  command.footer(example(speech, "  signpost --store desk.db init"));
  return {command, [](Session& session) { return run(session); }};
}

}  // namespace signpost::cli
