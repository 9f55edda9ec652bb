// signpost init: make the store.
#include <fmt/format.h>

#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/command.h"
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
  session.out << fmt::format(
      "Made the store {}.\nNext: `signpost load FILE.toml` brings scenarios and indicators in.\n",
      printable(path));
  return kDone;
}

}  // namespace

Command add_init(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "init",
      "Make a store: one SQLite file for scenarios, evidence and their whole history\n"
      "What stands there already is never overwritten.");
  command->footer(
      "Example\n"
      "  signpost --store desk.db init");
  return {command, [](Session& session) { return run(session); }};
}

}  // namespace signpost::cli
