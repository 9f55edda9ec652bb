// One item of evidence: one source says that one thing happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bilingual.h"
#include "engine/model/definitions.h"
#include "engine/model/grade.h"
#include "engine/time/instant.h"

namespace signpost {

/// An item's number in its store; 1, 2, 3 … in the order of recording.
using ItemId = std::int64_t;

/// What an item is a sighting of, with a grade of its own where it is worth more or less for it.
struct Sighting {
  std::string indicator;
  std::optional<Grade> grade;

  friend bool operator==(const Sighting&, const Sighting&) = default;
};

/// An item that no indicator foresaw: how many times likelier it is to be seen if the scenario is
/// under way than if not.
struct Bearing {
  std::string scenario;
  double ratio = 1.0;  // > 0
  std::string word;    // "strongly-for" where it was said in words, else empty

  friend bool operator==(const Bearing&, const Bearing&) = default;
};

/// `decisive-for` 30, `strongly-for` 10, `for` 3, `slightly-for` 1.5, the inverses `…-against`, or
/// a number > 0.
Parsed<Bearing> parse_bearing(std::string_view scenario, std::string_view ratio);

/// `count` events spread evenly over [occurred, until]; 0 = someone looked and saw none.
struct Total {
  Instant until;
  std::int64_t count = 0;

  friend bool operator==(const Total&, const Total&) = default;
};

struct Item {
  std::string feed = "signpost";
  std::string id;  // its id at its source; empty = none. Unique within feed and source
  std::string text;
  std::string translation;  // of the text into the other of English and Arabic; empty = none
  Instant occurred;
  Precision occurred_as = Precision::kSecond;  // kMonth and kYear are shown with ≈
  std::optional<Total> total;
  Instant available;                // when the desk could first know
  bool available_given = false;     // backdated by the user: marked in every listing
  std::vector<Sighting> sightings;  // `indicators` in the formats
  std::vector<Bearing> bears;
  std::string source;  // as written
  Grade grade;
  std::optional<Probability> credibility;  // outright; wins over the grade
  std::string origin;
  std::string event;
  std::string
      denies;  // the key of an event that it says did not happen; then no sightings, no bears
  std::string url;
  std::string place;
  std::string lang;
  std::string by;
  std::string note;
  bool share = true;
  std::string kept_sha256;  // of a file kept with it, hex

  friend bool operator==(const Item&, const Item&) = default;
};

/// The text in each language that it is in.
Bilingual texts_of(const Item& item);

/// The chance that the item is true of what it is a sighting of, or nothing where it cannot be
/// judged: a sighting's own grade, else outright credibility, else the grade with the registered
/// source's letter where it gives only a digit.
std::optional<Probability> judge(const Item& item, const Sighting* sighting,
                                 const Source* registered, const GradeTable& table = {});
/// The grade that `judge` used, letter from the source filled in: for printing.
Grade effective_grade(const Item& item, const Sighting* sighting, const Source* registered);

}  // namespace signpost
