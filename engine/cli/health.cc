// signpost health: is the desk's clock running, and does what it says get through?
#include "engine/service/health.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/report/line.h"

namespace signpost::cli {
namespace {

using service::Check;

constexpr std::size_t kNameColumn = 4;
constexpr std::size_t kSaysColumn = 15;
constexpr std::size_t kMostLines = 6;

struct Options {
  std::string late = "1 hour";
};

/// Outside text from a column on; what stands before it is already in the line.
std::string says(const report::Terminal& terminal, report::Line line, const std::string& text,
                 report::Style style) {
  std::string all;
  std::string rest = printable(text);
  for (std::size_t at = 1; at <= kMostLines && (at == 1 || !rest.empty()); ++at) {
    std::string words = rest;  // the last line takes all the rest, to be cut
    if (at < kMostLines) {
      std::tie(words, rest) = report::break_line(rest, terminal.width - kSaysColumn);
    }
    all += line.to(kSaysColumn).quote(words, style).take();
  }
  return all;
}

void print_text(const Session& session, const std::vector<Check>& checks) {
  using report::Style;
  const report::Terminal& terminal = session.terminal;
  for (const Check& check : checks) {
    report::Line line(terminal);
    line.say(check.ok ? "ok" : "NO", check.ok ? Style::kGood : Style::kBad)
        .to(kNameColumn)
        .say(check.name, Style::kBold);
    session.out << says(terminal, line, check.says, check.ok ? Style::kPlain : Style::kBad);
    if (check.hint.empty()) continue;
    session.out << says(terminal, report::Line(terminal), check.hint, Style::kPlain);
  }
}

void print_json(const Session& session, const std::vector<Check>& checks, bool ok) {
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.health/1").member("now", session.clock.now);
  json.member("ok", ok).key("checks").begin_array();
  for (const Check& check : checks) {
    json.begin_object().member("check", check.name).member("ok", check.ok);
    json.member("says", check.says).key("hint");
    if (check.hint.empty()) {
      json.null();
    } else {
      json.value(check.hint);
    }
    json.member("count", check.count).member("since", check.since).end_object();
  }
  session.out << json.end_array().end_object().take();
}

int run(const Options& options, const Session& session) {
  const Parsed<Days> late = parse_duration(options.late);
  if (!late) {
    throw Error(ErrorKind::kUsage, "--late: " + late.problem().message, late.problem().hint);
  }
  const std::vector<Check> checks =
      service::health(session, std::chrono::round<std::chrono::seconds>(*late),
                      [&] { return open_store(session, store::Store::Access::kRead); });
  const bool ok =
      std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.ok; });
  if (session.json) {
    print_json(session, checks, ok);
  } else {
    print_text(session, checks);
  }
  return ok ? kDone : kNo;
}

}  // namespace

Command add_health(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "health",
      "Is the clock running? Slots, alerts, reports, outbox, store and the rest, and what to do\n"
      "Exits with 1 where a slot is overdue, alerts were left unjudged, the last report of a "
      "schedule was not written, a notice has waited for more than an hour, the journal's last 100 "
      "entries do not hold, the settings cannot be read, or `signpost run` did "
      "not come by when it was due.");
  command->add_option("--late", options->late, "How late a slot may be; default 1 hour")
      ->type_name("DURATION");
  command->footer(
      "Example\n"
      "  signpost health --late \"2 hours\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
