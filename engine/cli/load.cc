// signpost load: definitions into the store, a changed one as a new revision.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include "engine/cli/changes.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/figures.h"
#include "engine/report/json_writer.h"
#include "engine/report/line.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kIdColumn = 13;  // after the longest kind, "publication"

struct Options {
  std::vector<std::string> paths;
  bool dry_run = false;
};

constexpr int kNamedWhenNew = 12;  // so many new definitions are named; of more, how many a kind

void print_changes(const Session& session, const store::Loaded& loaded, const Definitions& before,
                   const Definitions& after) {
  std::map<std::string, int> added_by_kind;
  int added = 0;
  for (const auto& change : loaded.changes) {
    if (change.revision > 1) continue;
    ++added_by_kind[change.kind];
    ++added;
  }
  if (added > kNamedWhenNew) {
    for (const auto& [kind, number] : added_by_kind) {
      report::Line line(session.terminal);
      session.out << line.say(kind).to(kIdColumn).say(fmt::format("{} new", number)).take();
    }
  }
  for (const auto& change : loaded.changes) {
    if (change.revision == 1 && added > kNamedWhenNew) continue;
    report::Line line(session.terminal);
    line.say(change.kind).to(kIdColumn).quote(change.id, report::Style::kBold).to(line.width() + 2);
    line.say(change.revision == 1 ? "new" : fmt::format("revision {}", change.revision));
    session.out << line.take();
    const std::string words = changes_in_words(change.kind, change.id, before, after);
    if (change.revision > 1 && !words.empty()) {
      session.out << report::quoted_paragraph(session.terminal, words, kIdColumn, 100);
    }
  }
  session.out << fmt::format("{} new, {} revised, {} unchanged\n", added,
                             static_cast<int>(loaded.changes.size()) - added, loaded.unchanged);
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
  std::int64_t more = 0;
  bool told = false;
  for (const Scenario& scenario : read.read.definitions.scenarios) {
    const std::optional<Diagnostic> doubt = doubt_of_time(read, scenario, session.clock.now);
    if (!doubt) continue;
    if (std::exchange(told, true)) {
      ++more;
      continue;
    }
    session.warn(doubt->message);
    if (!doubt->hint.empty()) session.err << "hint: " << doubt->hint << '\n';
  }
  if (more > 0) {
    session.warn(report::counted(more, "further scenario", "further scenarios") +
                 " began before today; before they are loaded, `signpost check` says which");
  }
}

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const DefinitionsFiles read = read_definitions_files(session, options.paths);
  if (read.errors > 0) {
    for (const Diagnostic& diagnostic : read.read.diagnostics) session.err << render(diagnostic);
    throw Error(ErrorKind::kBadInput, summary(read) + "; nothing is loaded");
  }
  // Doubts about the design are not told again at every load.
  if (read.warnings > 0) session.warn(summary(read) + "; `signpost check` shows them");
  warn_of_time(session, read);
  const Definitions before = store.snapshot()->definitions(kForever);
  const store::Loaded loaded = store.load(read.read.definitions, session.clock, options.dry_run);
  if (session.json) {
    print_json(session, loaded, options.dry_run);
    return kDone;
  }
  print_changes(session, loaded, before, read.read.definitions);
  if (options.dry_run) session.out << "This was a dry run: nothing is stored.\n";
  return kDone;
}

}  // namespace

Command add_load(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "load",
      "Load definitions into the store: scenarios, indicators, sources, publications\n"
      "What has changed becomes a new revision, what has not changes nothing; nothing is loaded "
      "where there is an error.");
  command->add_option("PATH", options->paths, "TOML files, or folders that hold them")
      ->type_name("PATH")
      ->required();
  command->add_flag("--dry-run", options->dry_run, "Say what would change, and store nothing");
  command->footer(
      "Example\n"
      "  signpost load scenarios/jusoor-2022-01-28.toml --dry-run");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
