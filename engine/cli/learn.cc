// signpost learn: rates, base rates and grades as history teaches them, as lines to paste.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/learning.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/learning.h"

namespace signpost::cli {
namespace {

/// In place of an id; an indicator or scenario that is called so stands behind it.
constexpr std::string_view kGrades = "grades";

struct Options {
  std::string of;
  std::string judged_by;
  std::string known_at;
  bool toml = false;
};

template <class Lesson>
void tell(const Lesson& lesson, const Options& options, const Session& session) {
  if (session.json) {
    session.out << report::learning_json(lesson);
  } else if (options.toml) {
    const std::string lines = report::lines_to_paste(lesson);
    session.out << lines;
    if (lines.empty()) session.warn("learn.nothing-to-paste", "learn.nothing-to-paste.hint");
  } else {
    session.show(report::learning_page(lesson, session.speech));
  }
}

[[noreturn]] void refuse(const Options& options, const store::Snapshot& snapshot) {
  std::vector<std::string> known = snapshot.indicator_ids();
  const std::vector<std::string> scenarios = snapshot.scenario_ids();
  known.insert(known.end(), scenarios.begin(), scenarios.end());
  known.emplace_back(kGrades);
  const auto close = nearest(options.of, known);
  throw Error(ErrorKind::kNotFound, {"learn.no-such", {{"id", options.of}}},
              close ? Phrase("store.did-you-mean", {{"id", *close}}) : "learn.no-such.hint");
}

int run(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::optional<Instant> known_at;
  if (!options.known_at.empty()) known_at = instant_of("--known-at", options.known_at);
  // Silence that nobody can have watched yet teaches nothing.
  if (known_at && *known_at > session.clock.now) {
    throw Error(ErrorKind::kUsage, {"record.in-future", {{"time", options.known_at}}});
  }
  const auto names = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), options.of) != ids.end();
  };
  const bool is_scenario = options.of != kGrades && names(snapshot->scenario_ids());
  if (!is_scenario && !options.judged_by.empty()) {
    throw Error(ErrorKind::kUsage, "learn.judged-by-alone", "learn.judged-by-alone.hint");
  }
  if (options.of == kGrades) {
    tell(assess::learn_grades(archive, known_at.value_or(session.clock.now)), options, session);
  } else if (is_scenario) {
    // Who opens it knows no more than that; a clock that precedes its opening, less.
    const Instant opened = archive.scenario_at(options.of, session.clock.now).opened;
    const Instant then = known_at.value_or(std::min(opened, session.clock.now));
    std::optional<std::string> judged_by;
    if (!options.judged_by.empty()) judged_by = options.judged_by;
    warn_of_retired(session, *snapshot, {&options.of, 1}, session.clock.now);
    tell(assess::learn_scenario(archive, options.of, then, judged_by), options, session);
  } else if (names(snapshot->indicator_ids())) {
    tell(assess::learn_indicator(archive, options.of, known_at.value_or(session.clock.now)),
         options, session);
  } else {
    refuse(options, *snapshot);
  }
  return kDone;
}

}  // namespace

Command add_learn(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("learn", speech.say("help.learn"));
  command.add_option("WHAT", options->of, speech.say("help.learn.what"))
      .type_name("INDICATOR|SCENARIO|grades")
      .required();
  command.add_option("--judged-by", options->judged_by, speech.say("help.learn.judged-by"))
      .type_name("SCENARIO");
  command.add_option("--known-at", options->known_at, speech.say("help.learn.known-at"))
      .type_name("TIME");
  command.add_flag("--toml", options->toml, speech.say("help.learn.toml"));
  command.footer(example(speech, "  signpost learn isis-attacks-ne-syria --known-at 2022-01-28"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
