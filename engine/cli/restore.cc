// signpost restore: put a backup in the place of a damaged store.
#include "engine/store/restore.h"

#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "engine/base/sha256.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_writer.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string file;
};

int run(const Options& options, const Session& session) {
  const store::Restored restored = store::restore(session.store, options.file);
  const std::vector<store::JournalEntry>& rehearsed = restored.verified.rehearsed;
  tell_rehearsal(session, !rehearsed.empty() && rehearsed.front().entry == 1);
  const std::string head = to_hex(restored.verified.head);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.restore/1").member("file", options.file);
    json.member("entries", restored.verified.entries).member("head", head).key("kept");
    if (restored.kept) {
      json.value(restored.kept->string());
    } else {
      json.null();
    }
    json.key("beyond");
    if (restored.beyond) {
      json.value(*restored.beyond);
    } else {
      json.null();
    }
    session.out << json.end_object().take();
    return kDone;
  }
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.terminal);
  session.out << ready.paragraph(
      speech.say("restore.done", {{"file", report::quoted(options.file)},
                                  {"store", report::quoted(session.store.string())},
                                  {"n", restored.verified.entries}}));
  session.out << "head " << head << '\n';
  if (!restored.kept && restored.log_kept) {
    session.out << ready.paragraph(
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
    session.out << ready.paragraph(said);
  }
  return kDone;
}

}  // namespace

Command add_restore(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "restore",
      "Put a backup in the place of a damaged store\n"
      "The backup is verified first and stays as it is; what stood there is kept beside it under "
      "another name, and how many of its entries the backup has not is said. Refused while another "
      "program has the store open.");
  command->add_option("FILE", options->file, "A file that `signpost backup` made")
      ->type_name("FILE")
      ->required();
  command->footer(
      "Example\n"
      "  signpost restore desk-2022-06-30.db");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
