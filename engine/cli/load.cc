// signpost load: definitions into the store, a changed one as a new revision.
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "engine/cli/changes.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

constexpr std::int64_t kNamedWhenNew = 12;  // of more new ones only how many there are of a kind
constexpr std::size_t kNamedFurther = 5;    // of the scenarios that began before today

struct Options {
  std::vector<std::string> paths;
  bool dry_run = false;
};

report::Page changes_page(const store::Loaded& loaded, const Definitions& before,
                          const Definitions& after, bool dry_run, const report::Speech& speech) {
  std::map<std::string, std::int64_t> added_by_kind;
  std::int64_t added = 0;
  for (const auto& change : loaded.changes) {
    if (change.revision > 1) continue;
    ++added_by_kind[change.kind];
    ++added;
  }
  const auto kind_in_words = [&](const std::string& kind) {
    return speech.say("load.kind." + kind);
  };
  std::vector<std::string> kinds;
  for (const char* kind :
       {"publication", "source", "grade", "indicator", "scenario", "schedule", "alert"}) {
    kinds.push_back(kind_in_words(kind));
  }
  report::Page page(speech.language());
  report::Table& table = page.table({{.width = report::widest(kinds)}, {.gap = 2}});
  if (added > kNamedWhenNew) {
    for (const auto& [kind, number] : added_by_kind) {
      table.row()
          .cell(0, kind_in_words(kind))
          .cell(1, speech.say("load.number-new", {{"n", number}}));
    }
  }
  for (const auto& change : loaded.changes) {
    const bool is_new = change.revision == 1;
    if (is_new && added > kNamedWhenNew) continue;
    report::Row& row = table.row();
    row.cell(0, kind_in_words(change.kind))
        .cell({.column = 1,
               .words = {{report::quoted(change.id), report::Style::kBold},
                         {"  "},
                         {is_new ? speech.say("status.new")
                                 : speech.say("explain.revision",
                                              {{"n", std::to_string(change.revision)}})}}});
    const Phrase changes = changes_in_words(change.kind, change.id, before, after);
    if (is_new || changes.empty()) continue;
    row.cell(
        {.column = 1, .words = {{speech.say(changes)}}, .line = 1, .lines = report::kAllLines});
  }
  page.paragraph(speech.say("load.summary",
                            {{"added", added},
                             {"revised", static_cast<std::int64_t>(loaded.changes.size()) - added},
                             {"unchanged", static_cast<std::int64_t>(loaded.unchanged)}}));
  if (dry_run) page.paragraph(speech.say("cli.dry-run"));
  return page;
}

void print_json(const Session& session, const store::Loaded& loaded, bool dry_run) {
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.load/1").member("dry_run", dry_run);
  json.key("changes").begin_array();
  for (const auto& change : loaded.changes) {
    json.begin_object()
        .member("kind", change.kind)
        .member("id", change.id)
        .member("revision", change.revision)
        .end_object();
  }
  session.out << json.end_array().member("unchanged", loaded.unchanged).end_object().take();
}

/// What a desk should know before it takes the first figure for what it has seen.
void warn_of_time(const Session& session, const DefinitionsFiles& read) {
  std::vector<std::string> further;
  bool told = false;
  for (const Scenario& scenario : read.read.definitions.scenarios) {
    const std::optional<Diagnostic> doubt = doubt_of_time(read, scenario, session.clock.now);
    if (!doubt) continue;
    if (std::exchange(told, true)) {
      further.push_back(scenario.id);
    } else {
      session.warn(doubt->message, doubt->hint);
    }
  }
  if (further.empty()) return;
  const std::size_t count = further.size();
  if (count > kNamedFurther) {
    further.resize(kNamedFurther);
    further.emplace_back("…");
  }
  session.warn({"load.further-began", {{"n", count}, {"scenarios", Phrase::series(further)}}});
}

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const DefinitionsFiles read = read_definitions_files(session, options.paths);
  refuse_mistakes(session, read, "load.nothing-loaded");
  // Doubts about the design are not told again at every load.
  if (read.warnings > 0) session.warn({"load.warnings", {{"summary", summary(read)}}});
  warn_of_time(session, read);
  const Definitions before = store.snapshot()->definitions(kForever);
  const store::Loaded loaded = store.load(read.read.definitions, session.clock, options.dry_run);
  if (session.json) {
    print_json(session, loaded, options.dry_run);
  } else {
    session.show(
        changes_page(loaded, before, read.read.definitions, options.dry_run, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_load(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("load", speech.say("help.load"));
  command.add_option("PATH", options->paths, speech.say("help.definitions-files"))
      .type_name("PATH")
      .required();
  command.add_flag("--dry-run", options->dry_run, speech.say("help.load.dry-run"));
  command.footer(example(speech, "  signpost load scenarios/jusoor-2022-01-28.toml --dry-run"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
