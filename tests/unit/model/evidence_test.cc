#include "engine/model/evidence.h"

#include <doctest/doctest.h>

using namespace signpost;  // NOLINT(google-build-using-namespace)

namespace {

Grade grade(const char* text) { return *parse_grade(text); }

Source registered(char letter) {
  Source source;
  source.id = "sohr";
  source.reliability = letter;
  return source;
}

}  // namespace

TEST_CASE("a ratio is a number or one of the words") {
  CHECK(parse_bearing("s", "strongly-for")->ratio == 10);
  CHECK(parse_bearing("s", "decisive-against")->ratio == doctest::Approx(1.0 / 30).epsilon(1e-15));
  CHECK(parse_bearing("s", "0.2")->ratio == 0.2);
  CHECK(parse_bearing("s", "0.2")->word.empty());
  for (const char* wrong : {"", "0", "-1", "nan", "inf", "very", "3x"}) {
    CHECK_FALSE_MESSAGE(parse_bearing("s", wrong), wrong);
  }
}

TEST_CASE("the sighting's own grade wins, then outright credibility, then the item's grade") {
  Item item;
  item.grade = grade("B2");
  CHECK(judge(item, nullptr, nullptr)->value() == doctest::Approx(0.9032).epsilon(1e-4));
  item.credibility = Probability(0.25);
  CHECK(judge(item, nullptr, nullptr)->value() == 0.25);
  const Sighting sighting{"x", grade("A1")};
  CHECK(judge(item, &sighting, nullptr)->value() == doctest::Approx(81.0 / 82).epsilon(1e-15));
}

TEST_CASE("a digit alone takes the registered source's letter") {
  Item item;
  item.grade = grade("3");
  const Source source = registered('B');
  CHECK(to_string(effective_grade(item, nullptr, &source)) == "B3");
  CHECK(judge(item, nullptr, &source)->value() == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(judge(item, nullptr, nullptr)->value() == doctest::Approx(0.5).epsilon(1e-15));
}

TEST_CASE("no grade at all is judged by a registered source's letter, else not at all") {
  const Item item;
  const Source source = registered('B');
  CHECK(judge(item, nullptr, &source)->value() == doctest::Approx(0.8).epsilon(1e-15));
  CHECK_FALSE(judge(item, nullptr, nullptr).has_value());
}
