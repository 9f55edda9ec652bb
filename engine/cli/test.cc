// signpost test: what definitions come to, given evidence, is what their authors expect.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

#include "engine/assess/backtest.h"
#include "engine/assess/case.h"
#include "engine/base/system_reason.h"
#include "engine/cli/command.h"
#include "engine/cli/definitions_files.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/help.h"
#include "engine/cli/program.h"
#include "engine/intake/items_reader.h"
#include "engine/report/scenario_tests.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
};

/// A folder that nobody else can read, gone with all that it holds when it is done with.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "signpost-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorKind::kStore,
                  {"test.no-folder", {{"folder", name}, {"why", reason_in_words(errno)}}});
    }
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Nobody recorded it in its time: it counts as known as soon as it could be.
Item as_known_then(Item item) {
  if (!item.available_given) item.available = item.total ? item.total->until : item.occurred;
  return item;
}

/// The clock of a test: what it gives and expects may lie ahead of the session's.
Clock clock_of(const ScenarioTest& test, const Clock& session) {
  Clock clock{.now = session.now, .rehearsed = true};
  for (const TestExpectation& expectation : test.expects) {
    clock.now = std::max(clock.now, expectation.on);
  }
  return clock;
}

void add_evidence(const Session& session, const ScenarioTest& test, const Definitions& definitions,
                  const Clock& clock, store::Store::Import& import) {
  const intake::ItemContext context{.definitions = definitions, .clock = clock};
  std::size_t rejected = 0;
  for (const std::string& name : test.evidence) {
    const std::filesystem::path file = std::filesystem::path(test.folder) / name;
    intake::read_items(
        file, context,
        [&](Item&& item, std::uint32_t) { import.add(as_known_then(std::move(item))); },
        [&](Diagnostic&& diagnostic) {
          if (diagnostic.severity == Diagnostic::Severity::kError) ++rejected;
          tell_mistake(session, diagnostic);
        });
  }
  if (rejected > 0) {
    throw Error(ErrorKind::kInvalid,
                {"test.evidence-wrong", {{"n", rejected}, {"test", test.name}}});
  }
  for (const Item& item : test.given) import.add(as_known_then(item));
}

report::Finding find_out(assess::Archive& archive, const Definitions& definitions,
                         const TestExpectation& expectation) {
  const Moment then{expectation.on, expectation.on, true};
  report::Finding finding;
  finding.expected = expectation;
  finding.probability = assess::Case(archive, expectation.scenario, then).probability();
  if (!expectation.state) return finding;
  finding.alert = *std::find_if(definitions.alerts.begin(), definitions.alerts.end(),
                                [&](const Alert& one) { return one.id == expectation.alert; });
  const Scenario& scenario = archive.scenario_at(expectation.scenario, kForever);
  const assess::Rota rota(definitions.schedules, scenario.opened, expectation.on);
  const auto slots = rota.dates(scenario, scenario.opened, expectation.on);
  const assess::Rehearsal rehearsal{
      *finding.alert,
      slots ? *slots : assess::regular_dates(assess::Step::kDay, scenario.opened, expectation.on),
      {}};
  Backtest backtest = assess::backtest(archive, rehearsal, {});
  if (backtest.dates > 0) finding.judged = std::move(backtest.story.back());
  return finding;
}

report::TestResult run_test(const Session& session, const ScenarioTest& test,
                            const Definitions& definitions) {
  session.tell({"test.testing", {{"test", test.name}}});
  const ScratchFolder scratch;
  const std::filesystem::path file = scratch.path() / "signpost.db";
  const Clock clock = clock_of(test, session.clock);
  store::Store::create(file, clock);
  store::Store store = store::Store::open(file, store::Store::Access::kWrite);
  store.load(definitions, clock);
  const auto import = store.import(clock);
  add_evidence(session, test, definitions, clock, *import);
  import->commit();

  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  report::TestResult result{test.name, test.at, {}};
  for (const TestExpectation& expectation : test.expects) {
    result.findings.push_back(find_out(archive, definitions, expectation));
  }
  return result;
}

int run(const Options& options, const Session& session) {
  // What the user's store holds is no part of a test.
  Session without_store = session;
  without_store.store.clear();
  const DefinitionsFiles files = read_definitions_files(without_store, options.paths);
  refuse_mistakes(session, files, "test.nothing-tested");
  if (files.read.tests.empty()) throw Error(ErrorKind::kInvalid, "test.none");
  std::vector<report::TestResult> results;
  for (const ScenarioTest& test : files.read.tests) {
    results.push_back(run_test(session, test, files.read.definitions));
  }
  if (session.json) {
    session.out << report::tests_json(results);
  } else {
    for (const Diagnostic& failure : report::test_failures(results, session.speech)) {
      session.out << rendered(failure, session, session.terminal);
    }
    session.show(report::tests_page(results, session.speech));
  }
  const bool all = std::all_of(results.begin(), results.end(),
                               [](const report::TestResult& result) { return result.passed(); });
  return all ? kDone : kNo;
}

}  // namespace

Command add_test(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("test", speech.say("help.test"));
  command.add_option("PATH", options->paths, speech.say("help.definitions-files"))
      .type_name("PATH")
      .required();
  command.footer(example(speech, "  signpost test scenarios/"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
