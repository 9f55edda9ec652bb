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
