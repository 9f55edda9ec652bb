#include "engine/belief/clusters.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

using Members = std::vector<std::vector<std::uint32_t>>;

/// The clusters of all that is said, denials first, then what bears directly.
Members clusters_of(const Question& asked) {
  std::vector<TimedObservation> observations;
  for (const Denial& denial : asked.denials) {
    observations.push_back({{kUnforeseen, nullptr, &denial}, denial.occurred, kForever});
  }
  for (const Observation& item : asked.bearing) {
    observations.push_back({{kUnforeseen, &item}, item.occurred, kForever});
  }
  for (std::size_t j = 0; j < asked.streams.size(); ++j) {
    for (const Observation& item : asked.streams[j].said) {
      observations.push_back({{static_cast<int>(j), &item}, item.occurred, kForever});
    }
  }
  return clusters(asked, observations);
}

Question two_streams() {
  Question asked = question(0.3, Days(100));
  asked.streams = {stream(0.2, 0.1), stream(0.1, 0.2)};
  return asked;
}

TEST_CASE("items of their own are in no circle, nor is one alone under its key") {
  Question asked = two_streams();
  asked.streams[0].said = {item(1, 5, 0.9), of_event(item(2, 6, 0.9), 0)};
  asked.streams[1].said = {item(3, 5, 0.9)};
  CHECK(clusters_of(asked).empty());
}

TEST_CASE("items of one key are one circle, wherever they stand") {
  Question asked = two_streams();
  asked.bearing = {of_event(bearing(1, 5, 0.9, 3), 7)};
  asked.streams[0].said = {item(2, 5, 0.9), of_event(item(3, 8, 0.9), 7)};
  asked.streams[1].said = {of_event(item(4, 9, 0.9), 7), of_event(item(5, 9, 0.9), 8)};
  CHECK(clusters_of(asked) == Members{{0, 2, 3}});
}

TEST_CASE("an item that stands in two places is a circle") {
  Question asked = two_streams();
  asked.streams[0].said = {item(1, 5, 0.9), item(2, 5, 0.9)};
  asked.streams[1].said = {item(2, 5, 0.9)};
  CHECK(clusters_of(asked) == Members{{1, 2}});
}

TEST_CASE("a milestone's items are one circle, even if it is a single one") {
  Question asked = two_streams();
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.9)};
  CHECK(clusters_of(asked) == Members{{0}});
  asked.streams[0].said = {item(1, 5, 0.9), item(2, 90, 0.9)};
  CHECK(clusters_of(asked) == Members{{0, 1}});
}

TEST_CASE("totals that meet, and the items within them, are one circle") {
  Question asked = two_streams();
  asked.streams[0].said = {total(1, 0, 10, 3, 0.9),  total(2, 10, 20, 3, 0.9),
                           total(3, 21, 30, 3, 0.9), item(4, 20, 0.9),
                           item(5, 20.5, 0.9),       item(6, 25, 0.9)};
  CHECK(clusters_of(asked) == Members{{0, 1, 3}, {2, 5}});
}

TEST_CASE("a report that none was seen has no part in a milestone") {
  Question asked = two_streams();
  asked.streams[0].once = true;
  asked.streams[0].said = {item(1, 5, 0.9), total(2, 0, 10, 0, 0.9), total(3, 20, 30, 0, 0.9)};
  CHECK(clusters_of(asked) == Members{{0}, {1}, {2}});
}

TEST_CASE("who denies an event is in its circle; a denial of what nobody tells is in none") {
  Question asked = two_streams();
  asked.denials = {denial(1, 5, 0.9, 7), denial(2, 5, 0.9, 9)};
  asked.bearing = {bearing(3, 5, 0.9, 3)};
  asked.streams[0].said = {of_event(item(4, 5, 0.9), 7)};
  CHECK(clusters_of(asked) == Members{{0, 3}});
}

TEST_CASE("all that is told of a stream's set times is one circle") {
  Question asked = two_streams();
  asked.streams.push_back(set_times({10, 20}, 0.7, 0.2));
  asked.streams[0].said = {item(1, 5, 0.9)};
  asked.streams[2].said = {item(2, 11, 0.9), item(3, 25, 0.9), none_seen(4, 9, 12, 0.9)};
  CHECK(clusters_of(asked) == Members{{1, 2, 3}});
}

TEST_CASE("what is told of a wider kind is in a circle by itself, if in no other") {
  Question asked = two_streams();
  asked.streams[1].of = 0;
  asked.streams[0].said = {item(1, 5, 0.9), of_event(item(2, 6, 0.9), 7)};
  asked.streams[1].said = {item(3, 5, 0.9), of_event(item(4, 6, 0.9), 7)};
  CHECK(clusters_of(asked) == Members{{0}, {1, 3}});
}

}  // namespace
}  // namespace signpost::belief
