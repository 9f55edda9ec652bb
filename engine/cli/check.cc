// signpost check: every mistake of definitions, and every doubt about their design.
#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
};

void print_json(const Session& session, const DefinitionsFiles& read) {
  report::JsonWriter json;
  json.begin_object()
      .member("format", "signpost.check/1")
      .member("ok", read.errors == 0)
      .member("errors", read.errors)
      .member("warnings", read.warnings)
      .member("files", read.files);
  json.key("diagnostics").begin_array();
  for (const Diagnostic& diagnostic : read.read.diagnostics) {
    const bool error = diagnostic.severity == Diagnostic::Severity::kError;
    json.begin_object()
        .member("severity", error ? "error" : "warning")
        .member("file", diagnostic.file)
        .member("line", diagnostic.line)
        .member("column", diagnostic.column)
        .member("message", diagnostic.message)
        .member("hint", diagnostic.hint)
        .end_object();
  }
  session.out << json.end_array().end_object().take();
}

int run(const Options& options, const Session& session) {
  const DefinitionsFiles read = read_definitions_files(session, options.paths);
  if (session.json) {
    print_json(session, read);
  } else {
    for (const Diagnostic& diagnostic : read.read.diagnostics) session.out << render(diagnostic);
    session.out << summary(read) << '\n';
  }
  return read.errors == 0 ? kDone : kNo;
}

}  // namespace

Command add_check(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check",
      "Check definitions: every mistake with its place, and warnings about weak design\n"
      "What the store defines already is known, where there is a store. Exits with 1 where there "
      "are "
      "errors; warnings alone exit with 0.");
  command->add_option("PATH", options->paths, "TOML files, or folders that hold them")
      ->type_name("PATH")
      ->required();
  command->footer(
      "Example\n"
      "  signpost check scenarios/");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
