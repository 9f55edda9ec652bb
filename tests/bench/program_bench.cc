// Whole processes, as a user waits for them: status and reports on stores of several sizes, the
// clock's missed slots, and import against sqlite3's own .import of the same rows. Each figure's
// peer or limit runs beside it.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace {

namespace fs = std::filesystem;

const std::string kProgram = SIGNPOST_PROGRAM;
constexpr int kIndicators = 4;

/// What a store is made of: scenarios that share four indicators, or have four each.
struct Shape {
  int scenarios = 5;
  int items = 0;
  bool shared = true;

  [[nodiscard]] std::string name() const {
    return std::to_string(scenarios) + (shared ? "-" : "x") + std::to_string(items);
  }
  [[nodiscard]] std::string indicator(int scenario, int number) const {
    return "i" + (shared ? "" : std::to_string(scenario) + "-") + std::to_string(number);
  }
};

/// Runs a program to its end, its output thrown away; the benchmark stops if it fails.
void run(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = 0;
  int status = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0 || waitpid(child, &status, 0) != child || status != 0) {
    std::fprintf(stderr, "%s failed\n", arguments[0].c_str());
    std::exit(1);
  }
}

/// A folder for the stores, gone at the end.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "signpost-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path path;
};

const fs::path& folder() {
  static const Folder kFolder;
  return kFolder.path;
}

fs::path definitions(const Shape& shape) {
  fs::path file = folder() / (shape.name() + ".toml");
  std::ofstream out(file);
  for (int s = 0; s < (shape.shared ? 1 : shape.scenarios); ++s) {
    for (int i = 0; i < kIndicators; ++i) {
      out << "[[indicator]]\nid = \"" << shape.indicator(s, i) << "\"\ntitle.en = \"Indicator " << i
          << "\"\nobservable.en = \"x\"\n";
    }
  }
  // So many a month as there are items for: the rates fit what is seen.
  const double usual = shape.shared ? 20 : shape.items / 46.0 / kIndicators / shape.scenarios;
  for (int s = 0; s < shape.scenarios; ++s) {
    out << "[[scenario]]\nid = \"s" << s << "\"\nrole = \"effect\"\ntitle.en = \"Scenario " << s
        << "\"\nforecast.en = \"x\"\nprior = 0.3\nprior_because = \"x\"\npersistence = \"180 "
           "days\"\n"
           "opened = 2020-01-01\nhorizon = 2024-01-01\nresolves.yes = \"x\"\nresolves.no = \"x\"\n";
    for (int i = 0; i < kIndicators; ++i) {
      out << "  [[scenario.expects]]\n  indicator = \"" << shape.indicator(s, i)
          << "\"\n  if_true = \"" << usual * (i == 0 ? 0.5 : 1.5) << " per month\"\n  if_false = \""
          << usual << " per month\"\n  because = \"x\"\n";
    }
  }
  return file;
}

/// Made-up items as CSV, over the four years that the scenarios are open.
fs::path items(const Shape& shape) {
  fs::path file = folder() / (shape.name() + ".csv");
  if (fs::exists(file)) return file;
  std::ofstream out(file);
  std::mt19937_64 random(20220128);
  out << "id,occurred,indicators,text,source,grade,origin\n";
  for (int i = 0; i < shape.items; ++i) {
    const auto day = static_cast<int>(random() % 1400);
    char occurred[32];
    std::snprintf(occurred, sizeof occurred, "%04d-%02d-%02dT%02d:%02d:%02dZ", 2020 + day / 350,
                  1 + day % 350 / 30, 1 + day % 28, static_cast<int>(random() % 24),
                  static_cast<int>(random() % 60), static_cast<int>(random() % 60));
    out << "r" << i << ',' << occurred << ','
        << shape.indicator(i % shape.scenarios, static_cast<int>(random() % kIndicators))
        << ",\"Something happened, and somebody said so\",Source " << random() % 20 << ','
        << "ABCD"[random() % 4] << 1 + random() % 4 << ",\n";
  }
  return file;
}

fs::path store_with(const Shape& shape) {
  fs::path store = folder() / (shape.name() + ".db");
  if (fs::exists(store)) return store;
  run({kProgram, "--store", store, "init"});
  run({kProgram, "--store", store, "load", definitions(shape)});
  run({kProgram, "--store", store, "import", items(shape)});
  return store;
}

void start_up(benchmark::State& state) {
  for (auto _ : state) run({kProgram, "--version"});
}
BENCHMARK(start_up)->Name("peer: signpost --version (start-up alone)")->UseRealTime();

void status(benchmark::State& state) {
  const fs::path store = store_with({.items = static_cast<int>(state.range(0))});
  for (auto _ : state) run({kProgram, "--store", store, "status", "--as-of", "2023-12-31"});
}
BENCHMARK(status)->Name("status, 5 scenarios, items")->Arg(1000)->Arg(10000)->UseRealTime();

void explain(benchmark::State& state) {
  const fs::path store = store_with({.items = static_cast<int>(state.range(0))});
  for (auto _ : state) run({kProgram, "--store", store, "explain", "s0", "--as-of", "2023-12-31"});
}
BENCHMARK(explain)->Name("explain, items")->Arg(1000)->UseRealTime();

void report(benchmark::State& state) {
  const fs::path store = store_with({.scenarios = static_cast<int>(state.range(0)),
                                     .items = static_cast<int>(state.range(1)),
                                     .shared = false});
  const std::string output = (folder() / "report/").string();
  for (auto _ : state) {
    run({kProgram, "--store", store, "report", "--format", "html", "--as-of", "2023-12-31",
         "--output", output});
  }
  state.counters["index_bytes"] =
      static_cast<double>(fs::file_size(folder() / "report" / "index.html"));
}
BENCHMARK(report)
    ->Name("report as HTML pages, scenarios, items")
    ->Args({10, 10000})
    ->Args({2000, 100000})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void import_items(benchmark::State& state) {
  const fs::path rows = items({.items = static_cast<int>(state.range(0))});
  const fs::path store = folder() / "import.db";
  for (auto _ : state) {
    state.PauseTiming();
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(store.string() + suffix);
    run({kProgram, "--store", store, "init"});
    run({kProgram, "--store", store, "load", definitions({})});
    state.ResumeTiming();
    run({kProgram, "--store", store, "import", rows});
  }
}
BENCHMARK(import_items)
    ->Name("import, items")
    ->Arg(100000)
    ->UseRealTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void sqlite_import(benchmark::State& state) {
  const fs::path rows = items({.items = static_cast<int>(state.range(0))});
  const fs::path store = folder() / "plain.db";
  for (auto _ : state) {
    state.PauseTiming();
    fs::remove(store);
    state.ResumeTiming();
    run({"sqlite3", store, "-cmd", ".mode csv", ".import " + rows.string() + " items"});
  }
}
BENCHMARK(sqlite_import)
    ->Name("peer: sqlite3 .import, items")
    ->Arg(100000)
    ->UseRealTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void run_missed(benchmark::State& state) {
  const fs::path schedule = folder() / "daily.toml";
  std::ofstream(schedule) << "[[schedule]]\nid = \"daily\"\nevery = \"day at 06:00\"\n"
                             "timezone = \"UTC\"\nstart = 2022-01-28\nscenarios = [\"*\"]\n";
  const fs::path scenarios = SIGNPOST_SCENARIOS_DIR;
  const fs::path prepared = folder() / "missed.db";
  if (!fs::exists(prepared)) {
    run({kProgram, "--store", prepared, "--now", "2022-01-28", "init"});
    run({kProgram, "--store", prepared, "--now", "2022-01-28", "load",
         scenarios / "jusoor-2022-01-28.toml", schedule});
    run({kProgram, "--store", prepared, "import", scenarios / "jusoor-2022-01-28.jsonl"});
  }
  const fs::path store = folder() / "run.db";
  for (auto _ : state) {
    state.PauseTiming();
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(store.string() + suffix);
    fs::copy_file(prepared, store);
    state.ResumeTiming();
    run({kProgram, "--store", store, "--now", "2022-04-28T12:00Z", "run"});
  }
}
BENCHMARK(run_missed)
    ->Name("run: three months of daily slots made up")
    ->UseRealTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
