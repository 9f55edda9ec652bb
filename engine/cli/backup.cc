// signpost backup: a consistent copy while others write.
#include <memory>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/help.h"
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
  session.tell({"backup.copying", {{"file", options.file}}});
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
  report::Page page(session.speech.language());
  page.paragraph(session.say("backup.done", {{"file", report::quoted(options.file)}}));
  session.show(page);
  return kDone;
}

}  // namespace

Command add_backup(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("backup", speech.say("help.backup"));
  command.add_option("FILE", options->file, speech.say("help.backup.file"))
      .type_name("FILE")
      .required();
  command.footer(example(speech, "  signpost backup \"desk-$(date +%F).db\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
