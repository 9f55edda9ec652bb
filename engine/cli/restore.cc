// signpost restore: put a backup in the place of a damaged store.
#include "engine/store/restore.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "engine/base/sha256.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string file;
};

report::Page restored_page(const std::string& store, const std::string& file,
                           const store::Restored& restored, const report::Speech& speech) {
  report::Page page(speech.language());
  page.paragraph(speech.say("restore.done", {{"file", report::quoted(file)},
                                             {"store", report::quoted(store)},
                                             {"n", restored.verified.entries}}));
  page.typed(speech.say("verify.head", {{"head", to_hex(restored.verified.head)}}));
  if (!restored.kept && restored.log_kept) {
    page.paragraph(
        speech.say("restore.kept-log", {{"kept", report::quoted(restored.log_kept->string())}}));
  }
  if (restored.kept) {
    std::string said = speech.say(restored.log_kept ? "restore.kept-with-log" : "restore.kept",
                                  {{"kept", report::quoted(restored.kept->string())}});
    if (!restored.beyond) {
      said += ' ' + speech.say("restore.not-read");
    } else if (*restored.beyond > 0) {
      said += ' ' + speech.say("restore.beyond", {{"n", *restored.beyond}});
    }
    page.paragraph(std::move(said));
  }
  return page;
}

int run(const Options& options, const Session& session) {
  const store::Restored restored = store::restore(session.store, options.file);
  const std::vector<store::JournalEntry>& rehearsed = restored.verified.rehearsed;
  tell_rehearsal(session, !rehearsed.empty() && rehearsed.front().entry == 1);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.restore/1").member("file", options.file);
    json.member("entries", restored.verified.entries)
        .member("head", to_hex(restored.verified.head))
        .key("kept");
    if (restored.kept) {
      json.value(restored.kept->string());
    } else {
      json.null();
    }
    json.member("beyond", restored.beyond);
    session.out << json.end_object().take();
    return kDone;
  }
  session.show(restored_page(session.store.string(), options.file, restored, session.speech));
  return kDone;
}

}  // namespace

Command add_restore(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("restore", speech.say("help.restore"));
  command.add_option("FILE", options->file, speech.say("help.restore.file"))
      .type_name("FILE")
      .required();
  command.footer(example(speech, "  signpost restore desk-2022-06-30.db"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
