// Any bytes as a file of items: no crash, every mistake can be shown, and what is accepted obeys
// the rules of items.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/items_reader.h"
#include "tests/fuzz/demand.h"

using namespace signpost;
using fuzz::demand;

namespace {

const Definitions& definitions() {
  static const Definitions kDefinitions = [] {
    Definitions known;
    known.indicators.resize(3);
    known.indicators[0].id = "attacks";
    known.indicators[1].id = "treaty";
    known.indicators[1].once = true;
    known.indicators[2].id = "report";
    known.indicators[2].occasions.emplace().dates = {parse_time("2022-05-05")->first};
    known.scenarios.resize(1);
    known.scenarios[0].id = "more-attacks";
    return known;
  }();
  return kDefinitions;
}

void check(const Item& item, Instant now) {
  demand(!item.sightings.empty() || !item.bears.empty() || !item.denies.empty());
  demand(item.denies.empty() || (item.sightings.empty() && item.bears.empty() &&
                                 item.event.empty() && !item.total.has_value()));
  demand(item.occurred <= now && item.available <= now);
  demand(item.available >= (item.total ? item.total->until : item.occurred));
  if (item.total) {
    demand(item.total->until > item.occurred);
    demand(item.total->count >= 0 && item.total->count <= 1'000'000'000);
    for (const Sighting& sighting : item.sightings) {
      demand(sighting.indicator == "attacks" || item.total->count == 0);
    }
  }
  for (const Bearing& bearing : item.bears) demand(bearing.ratio > 0);
  for (const std::string* text : {&item.id, &item.text, &item.source, &item.event, &item.origin,
                                  &item.denies, &item.url, &item.place, &item.by, &item.note}) {
    demand(!first_bad_utf8(*text) && text->find('\0') == std::string::npos);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int kFile = memfd_create("items", MFD_CLOEXEC);
  demand(kFile >= 0 && ftruncate(kFile, 0) == 0);
  demand(pwrite(kFile, data, size, 0) == static_cast<ssize_t>(size));
  const Instant now = parse_time("2022-06-30T12:00:00Z")->first;
  std::uint32_t last_line = 0;
  intake::read_items(
      "/proc/self/fd/" + std::to_string(kFile), {definitions(), {now}},
      [&](Item&& item, std::uint32_t line) {
        demand(line > last_line);
        last_line = line;
        check(item, now);
      },
      [&](Diagnostic&& diagnostic) {
        demand(!diagnostic.message.empty() && diagnostic.line > 0);
        demand(!first_bad_utf8(render(diagnostic)));
      });
  return 0;
}
