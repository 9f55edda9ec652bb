// The texts of reports, whole, as they stand in golden/. With SIGNPOST_WRITE_GOLDEN set the files
// are written anew instead, and the run fails: look at every difference before it is kept.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/base/door.h"
#include "engine/base/file.h"
#include "engine/report/evidence.h"
#include "engine/report/explain.h"
#include "engine/report/history.h"
#include "engine/report/indicators.h"
#include "engine/report/status.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

void check_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path path =
      std::filesystem::path(SIGNPOST_TESTS_DIR) / "unit/report/golden" / name;
  if (std::getenv("SIGNPOST_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    Door().write(path, text);
    FAIL_CHECK(name << " was written, and nothing compared");
    return;
  }
  CHECK_MESSAGE(read_file(path, 1U << 20U) == text, name);
}

}  // namespace

TEST_CASE("status reads as it should at 80 and 120 columns, plain, coloured and in ASCII") {
  const StatusChoices english{.now = world::now()};
  for (const std::size_t width : {60U, 80U, 120U}) {
    const std::string columns = std::to_string(width);
    check_golden("status_" + columns + ".txt",
                 status_text(world::standings(), english, world::pipe(width)));
  }
  for (const std::size_t width : {80U, 120U}) {
    check_golden("status_" + std::to_string(width) + "_coloured.txt",
                 status_text(world::standings(), english, world::coloured(width)));
  }
  check_golden("status_80_ascii.txt", status_text(world::standings(), english, world::ascii(80)));
  check_golden("status_80_arabic.txt", status_text(world::standings(), {.now = world::now()},
                                                   world::coloured(80), Language::kArabic));
  check_golden(
      "status_80_ids.txt",
      status_text(world::standings(), {.ids = true, .now = world::now()}, world::pipe(80)));
  check_golden("status_80_hindsight.txt",
               status_text(world::in_hindsight(), english, world::pipe(80)));
}

TEST_CASE("explain reads as it should at 80 and 120 columns, plain and coloured") {
  const ExplainChoices first{.now = world::now()};
  check_golden("explain_60.txt", explain_text(world::explanation(), first, world::pipe(60)));
  check_golden("explain_80.txt", explain_text(world::explanation(), first, world::pipe(80)));
  check_golden("explain_120.txt", explain_text(world::explanation(), first, world::pipe(120)));
  check_golden("explain_80_coloured.txt",
               explain_text(world::explanation(), first, world::coloured(80)));
  check_golden("explain_80_ascii.txt", explain_text(world::explanation(), first, world::ascii(80)));
  check_golden("explain_120_all_arabic.txt",
               explain_text(world::explanation(), {.all = true, .now = world::now()},
                            world::coloured(120), Language::kArabic));
}

TEST_CASE("history, indicators and evidence read as they should at 80 and 120 columns") {
  for (const std::size_t width : {80U, 120U}) {
    const std::string columns = std::to_string(width) + ".txt";
    check_golden("history_" + columns,
                 history_text(world::history(), {.now = world::now()}, world::pipe(width)));
    check_golden("indicators_" + columns,
                 indicators_text(world::board(), {.now = world::now()}, world::pipe(width)));
    check_golden("evidence_" + columns,
                 evidence_text(world::evidence(), {.now = world::now()}, world::pipe(width)));
    check_golden("item_" + columns,
                 item_text(world::story(), {.now = world::now()}, world::pipe(width)));
  }
}

TEST_CASE("the JSON formats stand as they are published") {
  check_golden("status.json", status_json(world::standings()));
  check_golden("explain.json", explain_json(world::explanation()));
  check_golden("history.json", history_json(world::history()));
  check_golden("history.csv", history_csv(world::history()));
  check_golden("indicators.json", indicators_json(world::board()));
  check_golden("evidence.json", evidence_json(world::evidence()));
  check_golden("item.json", item_json(world::story()));
}
