// `signpost run --forever`, as a service runs it: it answers what falls due, what other programs
// record, and settings that are edited, at once; it logs, and ends when it is asked to. And what
// becomes of a notifier where a command that does not wait is ended.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/store/store.h"
#include "tests/english.h"
#include "tests/program/process.h"

namespace {

using namespace signpost;  // NOLINT(google-build-using-namespace)
using signpost::testing::ScratchFolder;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// Waits until something is so; false where it is not in time.
bool comes(const std::function<bool()>& so, milliseconds within = seconds(5)) {
  const auto end = steady_clock::now() + within;
  while (!so()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return true;
}

Clock ticking() { return {system_now(), false, true}; }

/// Two scenarios, each with an indicator of its own, and an alert each that holds at once.
Definitions definitions() {
  Definitions all;
  for (const char* id : {"north", "south"}) {
    Indicator indicator;
    indicator.id = fmt::format("{}-attacks", id);
    indicator.title.en = id;
    indicator.observable.en = "an attack";
    Scenario scenario;
    scenario.id = id;
    scenario.role = Role::kEffect;
    scenario.title.en = id;
    scenario.prior = Probability(0.3);
    scenario.prior_because = "judgement";
    scenario.persistence = Days(180);
    scenario.opened = system_now() - std::chrono::days(30);
    Expectation& attacks = scenario.expects.emplace_back();
    attacks.indicator = indicator.id;
    attacks.if_true = {"0.2 per day", Rate(0.2), {}};
    attacks.if_false = {"0.1 per day", Rate(0.1), {}};
    Alert alert;
    alert.id = fmt::format("{}-low", id);
    alert.scenario = id;
    alert.when = "probability <= 0.99";
    alert.condition = {Condition::Kind::kAtMost, false, 0.99, Days(30), ""};
    all.indicators.push_back(indicator);
    all.scenarios.push_back(scenario);
    all.alerts.push_back(alert);
  }
  return all;
}

/// A store, and the program that keeps its clock.
class Service {
 public:
  explicit Service(const std::string& settings, const Definitions& content = definitions()) {
    store::Store::create(path(), {system_now()});
    open().load(content, ticking());
    write_settings(settings);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  void start() {
    launch({"run", "--forever", "--log-format", "json"});
    REQUIRE(comes([&] {
      return (log() + content(file("desk.log"))).find("keeps the clock") != std::string::npos;
    }));
  }
  /// Any command, as the service's process.
  void launch(std::vector<std::string> arguments) {
    process_ = fork();
    if (process_ == 0) {
      const std::string log = file("err");
      const int err = open_file(log);
      dup2(err, STDERR_FILENO);
      std::vector<std::string> words;
      for (const auto& [name, value] : signpost::testing::plain_environment()) {
        words.push_back(fmt::format("{}={}", name, value));
      }
      std::vector<char*> environment;
      environment.reserve(words.size() + 1);
      for (std::string& word : words) environment.push_back(word.data());
      environment.push_back(nullptr);
      std::vector<char*> call{const_cast<char*>(SIGNPOST_PROGRAM)};  // NOLINT
      for (std::string& argument : arguments) call.push_back(argument.data());
      call.push_back(nullptr);
      if (chdir(scratch_.path().c_str()) != 0) _exit(127);
      execve(SIGNPOST_PROGRAM, call.data(), environment.data());
      _exit(127);
    }
  }
  /// Asks it to end; its exit code, or nothing where it has not ended in time.
  std::optional<int> end(milliseconds within = seconds(2)) {
    signal(SIGTERM);
    return ended(within);
  }
  void signal(int number) const { kill(process_, number); }
  [[nodiscard]] bool runs() const {
    return kill(process_, 0) == 0 && waitpid(process_, nullptr, WNOHANG) == 0;
  }
  /// Its exit code once it has ended; nothing where it has not in time.
  std::optional<int> ended(milliseconds within) {
    int status = 0;
    if (!comes([&] { return waitpid(process_, &status, WNOHANG) == process_; }, within)) return {};
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void write_settings(const std::string& settings) const {
    std::ofstream(file("signpost.toml")) << settings;
  }
  /// As another program would, that leaves the answer to us.
  void record(const char* indicator) const {
    Item item;
    item.text = "an attack";
    item.occurred = system_now() - std::chrono::hours(1);
    item.available = system_now();
    item.sightings = {{indicator, {}}};
    item.grade = Grade{'B', 2};
    open().record(item, ticking());
  }
  [[nodiscard]] bool judged(const char* alert) const {
    return !open().snapshot()->evaluations(alert, true).empty();
  }
  [[nodiscard]] bool told(const char* alert) const {
    const auto deliveries = open().snapshot()->deliveries(false, alert);
    return !deliveries.empty() && open().snapshot()->deliveries(true, alert).empty();
  }
  [[nodiscard]] store::Store open() const {
    return store::Store::open(path(), store::Store::Access::kWrite);
  }
  [[nodiscard]] std::string log() const { return content(file("err")); }
  [[nodiscard]] std::filesystem::path file(const char* name) const {
    return scratch_.path() / name;
  }
  static std::string content(const std::filesystem::path& file) {
    std::ostringstream all;
    all << std::ifstream(file).rdbuf();
    return all.str();
  }

 private:
  [[nodiscard]] std::filesystem::path path() const { return file("signpost.db"); }
  static int open_file(const std::string& name) {
    return ::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);  // NOLINT
  }

  ScratchFolder scratch_;
  pid_t process_ = 0;
};

const std::string kToFile = "[[notifier]]\nid = \"log\"\nfile = \"alerts.jsonl\"\n";

TEST_CASE(
    "what another program records is answered and told at once, and SIGTERM ends the service") {
  Service service(kToFile);
  service.start();
  CHECK_FALSE(service.judged("north-low"));
  service.record("north-attacks");
  CHECK(comes([&] { return service.told("north-low"); }));
  CHECK(Service::content(service.file("alerts.jsonl")).find("north-low") != std::string::npos);
  CHECK(comes([&] { return std::filesystem::exists(service.file("signpost.db.heartbeat")); }));
  CHECK(service.end() == 0);
  std::istringstream log(service.log());
  int lines = 0;
  for (std::string line; std::getline(log, line); ++lines) {
    CAPTURE(line);
    CHECK(line.starts_with(R"({"at": "2)"));
    CHECK(line.find(R"(", "level": ")") != std::string::npos);
    CHECK(line.find(R"(", "message": ")") != std::string::npos);
    CHECK(line.ends_with("\"}"));
  }
  CHECK(lines >= 5);
  CHECK(service.log().find("ended as asked") != std::string::npos);
  CHECK(english(service.open().verify(std::nullopt).problems) == std::vector<std::string>{});
}

TEST_CASE("what is recorded while the service tells somebody is answered right after") {
  Service service("[[notifier]]\nid = \"slow\"\ncommand = [\"sleep\", \"1\"]\n");
  service.start();
  service.record("north-attacks");
  REQUIRE(comes([&] {
    const auto told = service.open().snapshot()->deliveries(true, "north-low");
    return !told.empty() && !told[0].attempts.empty();
  }));
  service.record("south-attacks");
  CHECK(comes([&] { return service.told("south-low"); }));
  // Asked to end while it tells, it finishes that first.
  service.record("north-attacks");
  CHECK(service.end() == 0);
  const std::vector<Delivery> deliveries = service.open().snapshot()->deliveries(false, {});
  REQUIRE(deliveries.size() >= 2);
  for (const Delivery& one : deliveries) {
    CHECK_FALSE(one.attempts.empty());
    for (const Attempt& attempt : one.attempts) CHECK(attempt.delivered);
  }
}

TEST_CASE("a slot that falls due while the service waits is done within two seconds") {
  Definitions content = definitions();
  const Instant due = system_now() + seconds(3);
  const std::chrono::hh_mm_ss time(due - std::chrono::floor<std::chrono::days>(due));
  Schedule soon;
  soon.id = "soon";
  soon.rule = fmt::format("FREQ=DAILY;BYHOUR={};BYMINUTE={};BYSECOND={}", time.hours().count(),
                          time.minutes().count(), time.seconds().count());
  soon.timezone = "UTC";
  soon.start = due - seconds(1);
  soon.scenarios = {"north"};
  content.schedules = {soon};
  Service service(kToFile, content);
  service.start();
  CHECK(comes([&] { return !service.open().snapshot()->slots("soon").empty(); }, seconds(8)));
  const std::vector<Slot> slots = service.open().snapshot()->slots("soon");
  REQUIRE(slots.size() == 1);
  CHECK(slots[0].key.due == due);
  CHECK(slots[0].recorded > due);
  CHECK(slots[0].recorded <= due + seconds(3));
  CHECK(service.end() == 0);
}

TEST_CASE("settings that are wrong are told once, and what waited is told once they are mended") {
  Service service(kToFile);
  service.start();
  service.write_settings("[[notifier]]\nid = \"log\"\nfiel = \"alerts.jsonl\"\n");
  REQUIRE(comes([&] { return service.log().find("are wrong") != std::string::npos; }));
  service.record("north-attacks");
  service.write_settings(kToFile);
  CHECK(comes([&] { return service.told("north-low"); }));
  CHECK(service.end() == 0);
  const std::string log = service.log();
  CHECK(log.find("are wrong") == log.rfind("are wrong"));
}

/// Is there such a process, and is it more than a dead one that nobody has buried?
bool is_running(const std::string& process) {
  std::ifstream status("/proc/" + process + "/stat");
  std::string number, name, state;
  return static_cast<bool>(status >> number >> name >> state) && state != "Z";
}

TEST_CASE("where a command that tells somebody is ended, nothing of the notifier outlives it") {
  struct Call {
    std::vector<std::string> arguments;
    int signal;
    int code;
  };
  for (const Call& call : {Call{{"run", "--forever"}, SIGTERM, 0}, Call{{"run"}, SIGTERM, 1},
                           Call{{"run"}, SIGINT, 1}, Call{{"alert", "test"}, SIGHUP, 1}}) {
    CAPTURE(call.arguments.back());
    CAPTURE(call.signal);
    // Both heed no SIGTERM: what sh ignores its children do.
    Service service(
        "[[notifier]]\nid = \"stuck\"\ncommand = [\"sh\", \"-c\", \"trap '' TERM; sleep 60 & "
        "echo $! > worker; echo $$ > leader; wait; sleep 60\"]\ntimeout = \"2 minutes\"\n"
        "[[notifier]]\nid = \"second\"\nfile = \"alerts.jsonl\"\n");
    service.record("north-attacks");
    service.launch(call.arguments);
    const auto number_in = [&](const char* name) {
      const std::string text = Service::content(service.file(name));
      return text.substr(0, text.find('\n'));
    };
    REQUIRE(comes([&] { return Service::content(service.file("leader")).ends_with('\n'); }));
    const std::vector<std::string> group{number_in("leader"), number_in("worker")};
    for (const std::string& process : group) CHECK(is_running(process));
    const auto asked = steady_clock::now();
    service.signal(call.signal);
    CHECK(service.ended(seconds(10)) == call.code);
    CHECK(steady_clock::now() - asked < seconds(5));
    CHECK(comes([&] { return !is_running(group[0]) && !is_running(group[1]); }, seconds(1)));
    // Nobody is told once the end is asked for; that waits for the next run.
    CHECK_FALSE(std::filesystem::exists(service.file("alerts.jsonl")));
    if (call.arguments.front() == "alert") continue;
    const auto waits = service.open().snapshot()->deliveries(true, "north-low");
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].attempts.at(0).detail == "it was ended, as signpost itself was");
  }
}

TEST_CASE("SIGHUP ends nothing, and the log is opened anew after it and where it was moved") {
  Service service(kToFile + "[log]\nfile = \"desk.log\"\n");
  const auto says = [&](const char* name, const char* what) {
    return Service::content(service.file(name)).find(what) != std::string::npos;
  };
  service.start();
  CHECK(service.log().empty());
  std::filesystem::rename(service.file("desk.log"), service.file("desk.log.1"));
  service.signal(SIGHUP);
  CHECK(comes([&] { return says("desk.log", "opened anew"); }));
  // As logrotate's `create` does it, without a signal.
  std::filesystem::rename(service.file("desk.log"), service.file("desk.log.2"));
  std::ofstream(service.file("desk.log")) << "";
  service.record("north-attacks");
  CHECK(comes([&] { return says("desk.log", "told: north-low"); }));
  CHECK(says("desk.log.1", "keeps the clock"));
  CHECK_FALSE(says("desk.log.2", "told"));
  // Where it cannot be opened the service lives on, and says so.
  std::filesystem::rename(service.file("desk.log"), service.file("desk.log.3"));
  std::filesystem::create_directory(service.file("desk.log"));
  service.signal(SIGHUP);
  CHECK(comes([&] { return service.log().find("desk.log") != std::string::npos; }));
  CHECK(service.runs());
  CHECK(service.end() == 0);
}

TEST_CASE("a heartbeat that cannot be written is told once, on stderr and in the log") {
  Service service(kToFile + "[log]\nfile = \"desk.log\"\n");
  std::filesystem::create_directory(service.file("signpost.db.heartbeat"));
  service.start();
  for (const char* indicator : {"north-attacks", "south-attacks"}) {
    service.record(indicator);
    CHECK(comes([&] { return service.told(indicator[0] == 'n' ? "north-low" : "south-low"); }));
  }
  CHECK(service.end() == 0);
  for (const std::string& said : {service.log(), Service::content(service.file("desk.log"))}) {
    const std::size_t first = said.find("the heartbeat: cannot write");
    CHECK(first != std::string::npos);
    CHECK(first == said.rfind("the heartbeat: cannot write"));
  }
}

TEST_CASE("where the store's file is replaced or goes, the service ends with 4") {
  for (const bool goes : {true, false}) {
    CAPTURE(goes);
    Service service(kToFile);
    service.start();
    if (goes) {
      std::filesystem::rename(service.file("signpost.db"), service.file("elsewhere.db"));
    } else {
      std::filesystem::copy_file(service.file("signpost.db"), service.file("another.db"));
      std::filesystem::rename(service.file("another.db"), service.file("signpost.db"));
    }
    CHECK(service.ended(seconds(5)) == 4);
    CHECK(service.log().find("was replaced or removed while it was open") != std::string::npos);
  }
}

}  // namespace
