// signpost backup: a consistent copy while others write.
#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string file;
};

int run(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  service::door_of(session).refuse_kept(options.file);
  session.tell("copying to " + options.file);
  store.backup(options.file);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object()
        .member("format", "signpost.backup/1")
        .member("file", options.file)
        .member("bytes", std::filesystem::file_size(options.file))
        .end_object();
    session.out << json.take();
    return kDone;
  }
  session.out << fmt::format("Backed up to {}.\n", printable(options.file));
  return kDone;
}

}  // namespace

Command add_backup(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "backup",
      "Copy the store, consistently, even while others write\n"
      "The copy is a store of its own. A file that exists is never overwritten.");
  command->add_option("FILE", options->file, "Where the copy goes")->type_name("FILE")->required();
  command->footer(
      "Example\n"
      "  signpost backup \"desk-$(date +%F).db\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
