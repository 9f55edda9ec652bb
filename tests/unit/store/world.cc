#include "tests/unit/store/world.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

namespace signpost::store::testing {

Folder::Folder() {
  // In memory where there is such a place: hundreds of commits wait for no disk there.
  const std::filesystem::path memory = "/dev/shm";
  const bool in_memory = access(memory.c_str(), W_OK) == 0;
  const auto parent = in_memory ? memory : std::filesystem::temp_directory_path();
  std::string name = (parent / "signpost-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code failed;
  std::filesystem::remove_all(path_, failed);
}

Instant instant(std::string_view text) {
  const auto written = parse_time(text);
  if (!written) throw std::runtime_error("not a time: " + std::string(text));
  return written->first;
}

Clock clock_at(std::string_view text) { return {instant(text), false}; }

Definitions definitions() {
  Definitions all;
  Publication publication;
  publication.id = "forecast-2022";
  publication.publisher = "A think tank";
  publication.published = instant("2022-01-28");
  publication.language = "ar";
  publication.title = {"What comes next", "ماذا بعد"};
  all.publications = {publication};

  Source sohr;
  sohr.id = "sohr";
  sohr.title = {"Syrian Observatory for Human Rights", "المرصد السوري لحقوق الإنسان"};
  sohr.aliases = {"SOHR", "المرصد السوري"};
  sohr.origin = "sohr";
  sohr.reliability = 'B';
  sohr.because = "named by many";
  Source wire;
  wire.id = "a-wire";
  wire.title = {"A wire", ""};
  wire.party = true;
  all.sources = {sohr, wire};

  Indicator attacks;
  attacks.id = "attacks";
  attacks.title = {"Attacks", "هجمات"};
  attacks.observable = {"one attack reported", ""};
  attacks.lag = Days(7);
  attacks.dispersion = 3;
  attacks.baseline = Rate(18 / kDaysPerMonth);
  attacks.baseline_because = "counted in 2021";
  attacks.coverage = {{instant("2022-11-20"), instant("2022-12-11"), 0.5, "an operation"},
                      {kBeginning, instant("2020-01-01"), 0, ""}};
  attacks.seasons = {{instant("2022-04-02"), instant("2022-05-03"), 1.6, "Ramadan"}};
  Indicator cells;
  cells.id = "cells-raided";
  cells.title = {"Cells raided", ""};
  cells.once = true;
  cells.watched = Watched::kTotals;
  all.indicators = {attacks, cells};

  Scenario growth;
  growth.id = "growth";
  growth.publication = "forecast-2022";
  growth.role = Role::kEffect;
  growth.title = {"More attacks", "مزيد من الهجمات"};
  growth.forecast = {"we expect more", "نتوقع المزيد"};
  growth.wording = {"", "من المتوقع أن"};
  growth.publisher_probability = Probability(0.7);
  growth.part_of = "both-countries";
  growth.prior = Probability(0.45);
  growth.prior_because = "judgement";
  growth.base_rate = Probability(0.25);
  growth.base_rate_because = "two of eight years";
  growth.lasts_text = "11 months";
  growth.persistence = Days(11 * kDaysPerMonth * 0.75);
  growth.opened = instant("2022-01-28");
  growth.horizon = instant("2023-01-28T23:59:59Z");
  growth.resolves_yes = "counted";
  growth.resolves_no = "not";
  growth.assumes = {{{"the prison stays", "السجن باق"}, {"cells-raided", "attacks"}},
                    {{"nothing else", ""}, {}}};
  growth.expects = {{"attacks", {"x1.5", Rate(0.9)}, {"x1", Rate(0.6)}, "because"},
                    {"cells-raided",
                     {"10% within 365 days", Rate(0.0003)},
                     {"30% within 365 days", Rate(0.001)},
                     ""}};
  Scenario plan;
  plan.id = "plan";
  plan.role = Role::kHypothesis;
  plan.asks = Asks::kFact;
  plan.title = {"It was planned", ""};
  plan.prior = Probability(0.1);
  plan.base_rate = Probability(0.1);
  plan.persistence = Days(std::numeric_limits<double>::infinity());
  plan.opened = instant("2022-01-28");
  all.scenarios = {growth, plan};
  return all;
}

Item item(std::string_view text, const Clock& clock) {
  Item item;
  item.text = text;
  item.occurred = instant("2022-02-10T12:00Z");
  item.occurred_as = Precision::kDay;
  item.available = clock.now;
  item.sightings = {{"attacks", std::nullopt}};
  item.source = "SOHR";
  item.grade = {'B', 2};
  return item;
}

Item item(std::string_view text, std::string_view id, const Clock& clock) {
  Item with_id = item(text, clock);
  with_id.id = id;
  return with_id;
}

Definitions definitions_with_clock() {
  Definitions all = definitions();
  Schedule weekly;
  weekly.id = "weekly";
  weekly.title = {"Every Monday", "كل اثنين"};
  weekly.every = "week on Monday at 06:00";
  weekly.rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=6;BYMINUTE=0;BYSECOND=0";
  weekly.timezone = "Asia/Damascus";
  weekly.start = instant("2022-02-01");
  weekly.until = instant("2023-02-01");
  weekly.scenarios = {"forecast-2022", "plan", "*"};
  weekly.missed = Missed::kLatest;
  weekly.report = ScheduledReport{"html", "ar", "{schedule}/{date}.html"};
  Schedule plain;
  plain.id = "plain";
  plain.rule = "FREQ=DAILY";
  plain.timezone = "UTC";
  plain.scenarios = {"growth"};
  all.schedules = {weekly, plain};

  Alert rising;
  rising.id = "rising";
  rising.title = {"It rises", "يرتفع"};
  rising.scenario = "growth";
  rising.when = "rises by 0.15 within 30 days";
  rising.condition = {Condition::Kind::kRises, 0.15, Days(30), ""};
  rising.in_a_row = 2;
  rising.clear = 0.05;
  rising.hold = Days(7);
  rising.origins = 2;
  rising.because = "the desk moves then";
  Alert seen;
  seen.id = "seen";
  seen.scenario = "plan";
  seen.when = "indicator cells-raided seen within 14 days";
  seen.condition = {Condition::Kind::kSeen, 0, Days(14), "cells-raided"};
  all.alerts = {rising, seen};
  return all;
}

namespace {

Ledger full_ledger() {
  Ledger ledger;
  ledger.probability = Probability(0.1 + 0.2);
  ledger.opening = LogOdds(-1.1);
  ledger.judgement = LogOdds(1.0 / 3);
  ledger.closing = LogOdds(0.7000000000000001);
  LedgerEvent total;
  total.event = "april";
  total.indicator = "attacks";
  total.occurred = instant("2022-04-01");
  total.occurred_as = Precision::kMonth;
  total.until = instant("2022-04-30");
  total.published = 54;
  total.counted = 50.1;
  total.items = {3, 17, 204};
  total.origins = 2;
  total.credibility = Probability(0.903);
  total.ratio = 1.5;
  total.arrived = LogOdds(2.2);
  total.today = LogOdds(1e-300);
  total.without = Probability(0.25);
  LedgerEvent unforeseen;
  unforeseen.occurred = instant("2022-02-10");
  unforeseen.items = {5};
  unforeseen.ratio = 0.1;
  unforeseen.arrived = LogOdds(-0.1);
  ledger.evidence = {total, unforeseen};
  ledger.silence = {{"cells-raided", LogOdds(-0.01), Days(33.25)}, {"attacks", LogOdds(0.5), {}}};
  ledger.misfits = {{"attacks", Rate(2.5), Rate(0.9), Rate(0.6)}};
  ledger.disagreeing_totals = {"april", "#17"};
  for (const auto reason : {NotCountedReason::kCannotBeJudged, NotCountedReason::kBeforeOpening,
                            NotCountedReason::kAfterHorizon, NotCountedReason::kCountedElsewhere,
                            NotCountedReason::kNothingLeft, NotCountedReason::kNoneSeen}) {
    NotCounted one;
    one.items = {7, 8};
    one.event = "raid";
    one.indicator = "cells-raided";
    one.reason = reason;
    one.counted_under = reason == NotCountedReason::kCountedElsewhere ? "attacks" : "";
    one.would_be = LogOdds(0.3);
    one.occurred = instant("2022-01-02");
    one.until = instant("2022-01-03");
    one.published = 3;
    one.origins = 1;
    one.credibility = Probability(0.6);
    one.ratio = 0.3;
    ledger.not_counted.push_back(one);
  }
  ledger.not_counted.emplace_back().items = {9};
  return ledger;
}

}  // namespace

Round round_of_monday(std::string_view date) {
  const Instant monday = instant(date) + std::chrono::hours(3);
  const Instant week_before = monday - std::chrono::hours(7 * 24);
  SavedAssessment growth;
  growth.assessment.scenario = "growth";
  growth.assessment.moment = {monday, monday, true};
  growth.assessment.probability = Probability(0.1 + 0.2);
  growth.assessment.log_odds = LogOdds(-0.8472978603872036);
  growth.assessment.ledger = full_ledger();
  growth.interval = Interval{Probability(0.2), Probability(1.0 / 3)};
  growth.occasion = Occasion::kSlot;
  growth.schedule = "weekly";
  SavedAssessment plan;
  plan.assessment.scenario = "plan";
  plan.assessment.moment = {monday, monday + std::chrono::hours(1), false};
  plan.assessment.state = ScenarioState::kPastHorizon;
  plan.assessment.probability = Probability(1e-17);
  plan.assessment.log_odds = LogOdds(-39.14);
  plan.occasion = Occasion::kSlot;
  plan.schedule = "weekly";

  AlertEvaluation quiet;
  quiet.alert = "seen";
  quiet.assessment = 1;  // of plan
  quiet.reading.as_of = monday;
  AlertEvaluation raised;
  raised.alert = "rising";
  raised.assessment = 0;
  raised.reading = {.as_of = monday,
                    .on_change = true,
                    .probability = Probability(0.3),
                    .word = "unlikely",
                    .extreme = Probability(0.15),
                    .last = week_before,
                    .unfaded = Probability(0.31),
                    .watched = Days(3.5),
                    .without_origins = Probability(0.22)};
  raised.holds = true;
  raised.state = AlertState::kRaised;
  raised.reason = AlertReason::kRaised;
  raised.in_a_row = 2;
  raised.raised = monday;
  raised.raised_from = Probability(0.15);
  raised.word_at_rest = "likely";

  Round round;
  round.occasion = Occasion::kSlot;
  round.slot = Slot{.key = {"weekly", monday},
                    .recorded = {},
                    .report = "weekly/2022-03-07.html",
                    .problem = "one picture is missing"};
  round.skipped = {{"weekly", week_before}};
  round.assessments = {growth, plan};
  round.evaluations = {quiet, raised};
  round.notices = {{.alert = "rising",
                    .as_of = monday,
                    .recorded = {},
                    .notifiers = {"mail", "desk"},
                    .text = R"({"alert":"rising"})"}};
  return round;
}

bool save(Store& store, Round& round, const Clock& clock) {
  return store.save(round, store.snapshot()->head(), clock);
}

World::World() : path(folder / "desk.db") {
  Store::create(path, clock_at("2022-01-31"));
  open().load(definitions(), clock_at("2022-02-01"));
}

std::unique_ptr<Snapshot> World::snapshot() const {
  return Store::open(path, Store::Access::kRead).snapshot();
}

Verification World::verify() const {
  return Store::open(path, Store::Access::kRead).verify(std::nullopt);
}

std::string run_sql(const std::filesystem::path& file, const std::string& sql) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec(sql);
  } catch (const SQLite::Exception& refused) {
    return refused.what();
  }
  return {};
}

std::string first_cell(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
  return database.execAndGet(sql).getString();
}

void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 10'000);
  database.exec("PRAGMA foreign_keys = OFF");
  std::vector<std::pair<std::string, std::string>> triggers;
  {
    SQLite::Statement query(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    while (query.executeStep()) {
      triggers.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
    }
  }
  for (const auto& [name, text] : triggers) database.exec("DROP TRIGGER " + name);
  database.exec(sql);
  for (const auto& [name, text] : triggers) database.exec(text);
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace signpost::store::testing
