// signpost health: is the desk's clock running, and does what it says get through?
#include "engine/service/health.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

using service::Check;

constexpr std::size_t kMostLines = 6;

struct Options {
  std::string late = "1 hour";
};

/// A line a check: how it is, its name, what is to be said; below that what to do about it.
report::Page page_of(const std::vector<Check>& checks, const report::Speech& speech) {
  using report::Style;
  enum : std::size_t { kIsOk, kName, kSays };
  report::Page page(speech.language());
  report::Table& table = page.table({{.width = 3}, {.width = 10, .gap = 1}, {.gap = 1}});
  for (const Check& check : checks) {
    report::Row& row = table.row();
    row.cell(kIsOk, speech.say(check.ok ? "health.ok" : "health.not-ok"),
             check.ok ? Style::kGood : Style::kBad)
        .cell(kName, speech.say("health.name." + check.name), Style::kBold)
        .cell({.column = kSays,
               .words = {{speech.say(check.says), check.ok ? Style::kPlain : Style::kBad}},
               .lines = kMostLines});
    if (check.hint.empty()) continue;
    row.cell({.column = kSays,
              .words = {{speech.say(check.hint)}},
              .line = report::kBelow,
              .lines = kMostLines});
  }
  return page;
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
    throw Error(ErrorKind::kUsage,
                {"cli.option", {{"option", "--late"}, {"says", late.problem().message}}},
                late.problem().hint);
  }
  const std::vector<Check> checks =
      service::health(session, std::chrono::round<std::chrono::seconds>(*late),
                      [&] { return open_store(session, store::Store::Access::kRead); });
  const bool ok =
      std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.ok; });
  if (session.json) {
    print_json(session, checks, ok);
  } else {
    session.show(page_of(checks, session.speech));
  }
  return ok ? kDone : kNo;
}

}  // namespace

Command add_health(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("health", speech.say("help.health"));
  command.add_option("--late", options->late, speech.say("help.health.late")).type_name("DURATION");
  command.footer(example(speech, "  signpost health --late \"2 hours\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
